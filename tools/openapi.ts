/** The OpenAPI 3.1 document, made of the schemas that validate and of the list of routes that is registered. */
import * as z from 'zod/mini';
import { createApp } from '../src/app.ts';
import { UPSTREAM_ENTRIES } from '../src/diagnosis/recognise.ts';
import { PROBLEMS, type ProblemCode } from '../src/http/problem-codes.ts';
import { createLog } from '../src/lib/log.ts';
import { mintRequestSchema, mintResponseSchema } from '../src/routes/mint-contract.ts';
import { readinessDetailsSchema } from '../src/routes/readiness-details.ts';

interface Operation {
  readonly summary: string;
  readonly secured?: true;
  readonly parameters?: readonly object[];
  readonly request?: { readonly mediaType: string; readonly required: boolean; readonly schema: object };
  readonly success: {
    readonly status?: 201;
    readonly description: string;
    readonly mediaType: string;
    readonly schema: object;
    readonly headers?: object;
  };
  readonly problems: readonly ProblemCode[];
}

/** By either of the two ways to a call. */
const ISSUANCE_PROBLEMS = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => code !== 'not_found');
const MINT_ONLY: readonly ProblemCode[] = ['invalid_json', 'invalid_request', 'relay_required'];
const CALL_ONLY: readonly ProblemCode[] = ['invalid_offer', 'offer_refused'];
const RATE_LIMIT_HEADERS = Object.fromEntries(
  ['RateLimit-Policy', 'RateLimit'].map((name) => [
    name,
    {
      description: 'What the caller has left (draft-ietf-httpapi-ratelimit-headers); absent without a quota',
      schema: { type: 'string' },
    },
  ]),
);
const SDP = { type: 'string', description: 'A session description (RFC 8866)' };

/** By route name: a route without an operation fails the build. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  client_secrets: {
    summary: 'Mint a client secret for one realtime session',
    secured: true,
    request: { mediaType: 'application/json', required: false, schema: schemaOf(mintRequestSchema) },
    success: {
      description: 'A client secret',
      mediaType: 'application/json',
      schema: schemaOf(mintResponseSchema),
      headers: RATE_LIMIT_HEADERS,
    },
    problems: ISSUANCE_PROBLEMS.filter((code) => !CALL_ONLY.includes(code)),
  },
  calls: {
    summary: 'Relay an SDP offer to Azure OpenAI: the page gets the answer and never holds a client secret',
    secured: true,
    parameters: [
      {
        name: 'profile',
        in: 'query',
        required: false,
        schema: { type: 'string' },
        description: 'The session’s profile',
      },
    ],
    request: { mediaType: 'application/sdp', required: true, schema: SDP },
    success: {
      status: 201,
      description: 'The call has begun',
      mediaType: 'application/sdp',
      schema: SDP,
      headers: {
        ...RATE_LIMIT_HEADERS,
        Location: {
          description: 'The call: its last segment is Azure’s id of it. Absent where Azure named none.',
          schema: { type: 'string', format: 'uri-reference' },
        },
      },
    },
    problems: ISSUANCE_PROBLEMS.filter((code) => !MINT_ONLY.includes(code)),
  },
  healthz: {
    summary: 'Is the process alive?',
    success: {
      description: 'Alive',
      mediaType: 'application/json',
      schema: schemaOf(z.strictObject({ status: z.literal('ok'), version: z.string() })),
    },
    problems: [],
  },
  readyz: {
    summary:
      'Would a mint that comes now have what it needs? 503 with the same body when it would not. An operator’s token brings the details.',
    success: {
      description: 'Ready',
      mediaType: 'application/json',
      schema: schemaOf(
        z.strictObject({
          status: z.enum(['ready', 'not_ready']),
          failing: z.array(z.string()),
          warnings: z.array(z.string()),
          details: z.optional(readinessDetailsSchema),
        }),
      ),
    },
    problems: [],
  },
  openapi: {
    summary: 'This document',
    success: { description: 'OpenAPI 3.1', mediaType: 'application/json', schema: { type: 'object' } },
    problems: [],
  },
  problems: {
    summary: 'What a problem’s type means, its causes and their fixes',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    success: { description: 'An explanation', mediaType: 'text/plain', schema: { type: 'string' } },
    problems: ['not_found'],
  },
};

export function openApiDocument(version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'realtime-token-endpoint',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: 'Client secrets for Azure OpenAI Realtime. Errors are RFC 9457 problem details.',
    },
    servers: [{ url: '/api' }],
    paths: Object.fromEntries(
      routes().map(({ name, methods, route }) => [
        `/${route}`,
        Object.fromEntries(
          methods
            .filter((method) => method !== 'OPTIONS')
            .map((method) => [method.toLowerCase(), toOperation(name, operationOf(name))]),
        ),
      ]),
    ),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: PROBLEM_SCHEMA },
    },
  };
}

const PROBLEM_SCHEMA = {
  description: 'RFC 9457 problem details, with the member `error` that the OpenAI SDKs read.',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'error'],
  properties: {
    type: {
      type: 'string',
      format: 'uri-reference',
      description: 'Page of the diagnosis or of the code, or a registered type',
    },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    diagnosis: { type: 'string', description: 'Id of the catalogue’s entry, where Azure was the cause' },
    'violated-policies': {
      type: 'array',
      items: { type: 'string' },
      description: 'Names of the quota’s policies that are used up',
    },
    pointers: { type: 'array', items: { type: 'string' }, description: 'JSON pointers to the members that are meant' },
    url: { type: 'string', format: 'uri-reference', description: 'Where to go instead (relay_required)' },
    error: {
      type: 'object',
      required: ['message', 'code', 'type', 'param'],
      properties: {
        message: { type: 'string' },
        code: { type: 'string' },
        type: { type: 'string' },
        param: { type: ['string', 'null'] },
      },
    },
  },
};

function toOperation(name: string, { summary, secured, parameters, request, success, problems }: Operation): object {
  return {
    operationId: name,
    summary,
    ...(secured ? { security: [{ bearer: [] }] } : { security: [] }),
    ...(parameters ? { parameters } : {}),
    ...(request
      ? { requestBody: { required: request.required, content: { [request.mediaType]: { schema: request.schema } } } }
      : {}),
    responses: {
      [success.status ?? 200]: {
        description: success.description,
        ...(success.headers ? { headers: success.headers } : {}),
        content: { [success.mediaType]: { schema: success.schema } },
      },
      ...problemResponses(problems),
      ...(name === 'readyz'
        ? { '503': { description: 'Not ready', content: { [success.mediaType]: { schema: success.schema } } } }
        : {}),
    },
  };
}

/** One response for each status, which lists the codes that come with it. */
function problemResponses(codes: readonly ProblemCode[]): Readonly<Record<string, object>> {
  const pairs = codes.flatMap((code) => statusesOf(code).map((status) => ({ code, status })));
  const byStatus = Map.groupBy(pairs, ({ status }) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map(({ code }) => `${code}: ${PROBLEMS[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

/** The code's own, and that of each diagnosis that answers with another. */
function statusesOf(code: ProblemCode): readonly number[] {
  const others = UPSTREAM_ENTRIES.filter((entry) => entry.code === code).flatMap(
    ({ callerStatus }) => callerStatus ?? [],
  );
  return [...new Set([PROBLEMS[code].status, ...others])];
}

function operationOf(name: string): Operation {
  const operation = OPERATIONS[name];
  if (!operation) throw new Error(`tools/openapi.ts describes no operation for the route ${name}.`);
  return operation;
}

/** The routes of an app that does nothing: they are data. */
function routes() {
  const nothing = () => Promise.reject(new Error('This app only lists its routes.'));
  return createApp(
    {},
    {
      fetch: nothing,
      now: () => 0,
      log: createLog({ info: () => undefined, warn: () => undefined, error: () => undefined }),
      credential: () => ({ getToken: nothing }),
      loadTelemetry: nothing,
      version: '',
      openApi: '',
    },
  ).routes;
}

function schemaOf(schema: z.ZodMiniType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
  return rest;
}
