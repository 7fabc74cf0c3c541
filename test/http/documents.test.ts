/** The document that the endpoint serves about itself, held against what it does. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UPSTREAM_ENTRIES } from '../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../src/problems/all-problems.ts';
import { startApp } from '../support/start-app.ts';
import { type Answer, type System, startSystem } from './system.ts';

/** What OpenAPI 3.1.1 requires of the objects that this document uses (sections 4.8.1 to 4.8.30). */
const content = z.record(z.string().regex(/^\w+\/[\w.+-]+$/), z.strictObject({ schema: z.looseObject({}) }));
const parameter = { name: z.string(), schema: z.looseObject({}), description: z.string().min(1).optional() };
const headers = z.record(
  z.string(),
  z.strictObject({ description: z.string().min(1), schema: z.looseObject({ type: z.string() }) }),
);
const operation = z.strictObject({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.discriminatedUnion('in', [
        z.strictObject({ ...parameter, in: z.literal('path'), required: z.literal(true) }),
        z.strictObject({ ...parameter, in: z.literal('query'), required: z.boolean() }),
        z.strictObject({ ...parameter, in: z.literal('header'), required: z.boolean() }),
      ]),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({ description: z.string().min(1), headers: headers.optional(), content }),
  ),
});
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d$/),
  info: z.strictObject({
    title: z.string().min(1),
    version: z.string().min(1),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  paths: z.record(z.string().regex(/^\//), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), operation)),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('http'), scheme: z.literal('bearer') })),
    schemas: z.record(z.string(), z.looseObject({})),
  }),
});

type Operation = z.infer<typeof operation>;

let system: System;
let document: z.infer<typeof openApi>;
let operations: readonly (readonly [path: string, method: string, operation: Operation])[];
beforeAll(async () => {
  system = await startSystem();
  const { status, text, headers } = await system.request('/api/openapi.json');
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  document = openApi.parse(JSON.parse(text));
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) => [path, method, operation.parse(described)] as const),
  );
});
afterAll(() => system.stop());

describe('openapi.json', () => {
  test('is the document of the repository', () => {
    expect(document).toEqual(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
  });

  test('has the version that healthz says', async () => {
    expect((await system.request('/api/healthz')).json['version']).toBe(document.info.version);
  });

  test('has references that all lead somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference = '']) => reference,
    );
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const path = reference.replace(/^#\//, '').split('/');
      expect(document).toHaveProperty(path);
    }
  });

  test('gives every operation an id of its own, and declares the parameters of its path', () => {
    const ids = operations.map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, , { parameters = [] }] of operations) {
      const ofPath = parameters.filter((one) => one.in === 'path');
      expect(ofPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });

  test('asks for a security scheme that it defines where it verifies who asks, and on nothing else', () => {
    const secured = operations.filter(([, , { security }]) => security.length > 0);
    expect(secured.map(([path, method]) => `${method} ${path}`)).toEqual([
      'post /realtime/client_secrets',
      'post /realtime/calls',
      'get /realtime/calls',
      'delete /realtime/calls',
      'post /realtime/calls/{call_id}/hangup',
      'post /live/sessions',
      'post /live/sessions/{session_id}/hangup',
    ]);
    expect(secured.flatMap(([, , { security }]) => security.flatMap((need) => Object.keys(need)))).toEqual(
      secured.flatMap(() => Object.keys(document.components.securitySchemes)),
    );
  });

  test('has exactly the routes that are registered', () => {
    const served = startApp().triggers.filter((trigger) => trigger.kind === 'http');
    const registered = served.flatMap(({ route, methods }) =>
      methods
        .filter((method) => !/^(?:OPTIONS|HEAD)$/.test(method))
        .map((method) => `${method.toLowerCase()} /${route}`),
    );
    expect(operations.map(([path, method]) => `${method} ${path}`).sort()).toEqual(registered.sort());
  });

  test('has only routes that the host serves, below the server that it names', async () => {
    const base = document.servers[0]?.url ?? '';
    for (const [path, method] of operations) {
      const answer = await system.request(`${base}${path.replace('{id}', 'token_missing')}`, {
        method: method.toUpperCase(),
      });
      expect([path, answer.headers.has('x-request-id')]).toEqual([path, true]);
    }
  });

  test('lists every code of a problem', () => {
    expect(document.components.schemas['Problem']).toMatchObject({
      properties: { code: { enum: Object.keys(PROBLEMS) } },
    });
  });
});

/** Does the document say that the mint answers this status with this code? */
function isDocumented(status: number, code: unknown, route = '/realtime/client_secrets'): boolean {
  const operation = operations.find(([path]) => path === route)?.[2];
  const response = operation?.responses[String(status)];
  return (
    response?.content['application/problem+json']?.schema['$ref'] === '#/components/schemas/Problem' &&
    new RegExp(`\\b${String(code)}\\b`).test(response.description)
  );
}

describe('every answer of the mint is in the document with its status and code', () => {
  const JSON_TYPE = { 'Content-Type': 'application/json' };

  test.each<[string, (bearer: { Authorization: string }) => RequestInit]>([
    ['no token', () => ({ headers: {} })],
    ['a bad token', () => ({ headers: { Authorization: 'Bearer bad' } })],
    ['malformed JSON', (bearer) => ({ headers: { ...bearer, ...JSON_TYPE }, body: '{' })],
    ['a wrong media type', (bearer) => ({ headers: { ...bearer, 'Content-Type': 'text/plain' }, body: '{}' })],
    ['a body too large', (bearer) => ({ headers: { ...bearer, ...JSON_TYPE }, body: ' '.repeat(5_000) })],
    ['an unknown member', (bearer) => ({ headers: { ...bearer, ...JSON_TYPE }, body: '{"model":"x"}' })],
    ['a wrong value', (bearer) => ({ headers: { ...bearer, ...JSON_TYPE }, body: '{"expires_after":1}' })],
  ])('after %s', async (_what, init) => {
    await expectDocumented(await system.mint(init(await system.bearer())));
  });

  test('after a missing scope', async () => {
    await expectDocumented(await system.mint({ headers: await system.bearer({ scp: 'other' }) }));
  });

  test.each([
    'permission-denied',
    'token-refused',
    'keys-disabled',
    'firewall',
    'public-access-disabled',
    'resource-blocked',
    'deployment-not-found',
    'opperation-not-supported',
    'operation-not-supported',
    'resource-not-found',
    'invalid-type',
    'missing-tool-choice-name',
    'internal-error',
    'token-quota',
    'high-demand',
  ])('after Azure’s %s', async (error) => {
    system.azure.switches.set('mint.error', { value: error, times: 1 });
    await expectDocumented(await system.mint());
    // Waits are remembered for a minute at most.
    await system.advance(60_000);
  });

  test.each(['not-json', 'html-200', 'html-500', 'redirect', 'reset', 'no-value'])(
    'after an answer of Azure that is %s',
    async (answer) => {
      system.azure.switches.set('mint.answer', { value: answer, times: 1 });
      await expectDocumented(await system.mint());
    },
  );

  test.each(UPSTREAM_ENTRIES)(
    'after the diagnosis $id, at each route that meets it',
    ({ code, callerStatus, patterns }) => {
      const status = callerStatus ?? PROBLEMS[code].status;
      const meets = (...operations: readonly string[]) =>
        patterns.some(({ operation }) => operation === undefined || operations.includes(operation));
      if (meets('client_secrets')) expect(isDocumented(status, code)).toBe(true);
      if (meets('client_secrets', 'calls')) expect(isDocumented(status, code, '/realtime/calls')).toBe(true);
      if (meets('live_sessions')) expect(isDocumented(status, code, '/live/sessions')).toBe(true);
    },
  );

  async function expectDocumented({ status, json, headers }: Answer): Promise<void> {
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(json).toMatchObject({
      status,
      instance: `urn:request:${headers.get('x-request-id')}`,
      title: expect.any(String),
    });
    expect([status, json['code'], isDocumented(status, json['code'])]).toEqual([status, json['code'], true]);
    const page = await system.request(String(json['type']));
    expect(page.text).toContain(String(json['code']));
    expect(page.text).toContain(String(json['diagnosis'] ?? json['code']));
  }
});

test.each(['/api/openapi.json', '/api/problems/token_missing', '/api/problems/no-such-page'])(
  'answers HEAD %s as GET, without the body',
  async (path) => {
    const [get, head] = [await system.request(path), await system.request(path, { method: 'HEAD' })];
    expect([head.status, head.text]).toEqual([get.status, '']);
    for (const name of ['content-type', 'cache-control', 'x-content-type-options', 'vary']) {
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
  },
);
