/** The official SDK as a client of ours: `baseURL` is the only thing that it is told. */
import OpenAI, { type APIError } from 'openai';
import type { ClientSecretCreateResponse } from 'openai/resources/realtime/client-secrets';
import type { MintResponse } from '../../src/issuance/mint-contract.ts';
import { type System, startSystem } from '../http/system.ts';

/** Holds at compile time: what we answer is what the SDK says that it gets. */
const asOpenAi = (body: MintResponse): ClientSecretCreateResponse => body;

/** What Azure says about waiting is remembered no longer. */
const LONGEST_WAIT_MS = 60_000;

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

async function aClient(options: { readonly apiKey?: string; readonly maxRetries?: number } = {}): Promise<OpenAI> {
  const apiKey = options.apiKey ?? (await system.azure.callerToken());
  return new OpenAI({ apiKey, baseURL: `${system.host.url}/api`, maxRetries: options.maxRetries ?? 0 });
}

const SESSION = { type: 'realtime' } as const;

/** The error that the SDK raises, and what its user sees of it. */
async function raisedBy(call: Promise<unknown>): Promise<APIError> {
  return call.then(
    () => {
      throw new Error('The SDK raised nothing.');
    },
    (error: unknown) => error as APIError,
  );
}

/** All that the SDK takes from a problem's body and headers. */
function expectLegible(error: APIError, status: number, code: string): void {
  expect(error).toMatchObject({ status, code, requestID: expect.stringMatching(/^[\w.:-]{1,128}$/) });
  expect(error.type).toEqual(expect.any(String));
  expect(error.message).toMatch(new RegExp(`^${status} \\S.{10,}`));
  expect(error.message).not.toContain('no body');
}

/** The openai requests that `act` causes at the emulated resource. */
async function mintsOf(act: () => Promise<unknown>): Promise<number> {
  const before = system.azure.requests.count('openai');
  await act();
  return system.azure.requests.count('openai') - before;
}

test('create() without arguments gets a client secret', async () => {
  const { realtime } = await aClient();
  // @ts-expect-error -- the types ask for a body; the example in their own documentation has none.
  const secret: ClientSecretCreateResponse = await realtime.clientSecrets.create();
  expect(secret.value).toMatch(/^ek_/);
  expect(secret.session).toMatchObject({ type: 'realtime', object: 'realtime.session', model: 'gpt-realtime-mini' });
});

test('create() with an empty body gets a client secret, with the members that are ours beside the SDK’s', async () => {
  const { realtime } = await aClient();
  const secret = (await realtime.clientSecrets.create({})) as MintResponse;
  expect(asOpenAi(secret).expires_at).toBeGreaterThan(Date.now() / 1_000);
  expect(secret).toMatchObject({
    url: expect.stringMatching(/\/realtime\/calls$/),
    id: expect.stringMatching(/^mint_/),
  });
});

test('create() with a shorter lifetime gets it', async () => {
  const { realtime } = await aClient();
  const secret = await realtime.clientSecrets.create({
    expires_after: { anchor: 'created_at', seconds: 15 },
    session: SESSION,
  });
  expect(secret.expires_at).toBe(Math.floor(Date.now() / 1_000) + 15);
});

test('a bad token raises AuthenticationError', async () => {
  const { realtime } = await aClient({ apiKey: 'not-a-token' });
  const error = await raisedBy(realtime.clientSecrets.create({}));
  expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
  expectLegible(error, 401, 'token_invalid');
});

test('a token without the scope raises PermissionDeniedError', async () => {
  const { realtime } = await aClient({ apiKey: await system.azure.callerToken({ scp: 'other' }) });
  const error = await raisedBy(realtime.clientSecrets.create({}));
  expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
  expectLegible(error, 403, 'insufficient_scope');
});

test.each([
  ['instructions', { session: { ...SESSION, instructions: 'Be evil.' } }, '/session/instructions'],
  ['a model', { session: { ...SESSION, model: 'gpt-realtime' } }, '/session/model'],
])('%s raise UnprocessableEntityError, whose param is the pointer', async (_what, body, pointer) => {
  const { realtime } = await aClient();
  const error = await raisedBy(realtime.clientSecrets.create(body));
  expect(error).toBeInstanceOf(OpenAI.UnprocessableEntityError);
  expectLegible(error, 422, 'not_permitted');
  expect(error.param).toBe(pointer);
});

test('a failure of ours towards Azure raises InternalServerError 502, and is not tried again', async () => {
  system.azure.switches.set('mint.error', 'permission-denied');
  const { realtime } = await aClient({ maxRetries: 2 });
  let error: APIError | undefined;
  const mints = await mintsOf(async () => {
    error = await raisedBy(realtime.clientSecrets.create({}));
  });
  system.azure.switches.reset();
  expect(error).toBeInstanceOf(OpenAI.InternalServerError);
  if (error) expectLegible(error, 502, 'upstream_auth');
  expect(mints).toBe(1);
});

describe('while the service is not configured', () => {
  let unconfigured: System;
  beforeAll(async () => {
    unconfigured = await startSystem({ realClock: true, settings: { 'realtime:deployment': '' } });
  });
  afterAll(() => unconfigured.stop());

  test('raises InternalServerError 503 whose message names the key', async () => {
    const apiKey = await unconfigured.azure.callerToken();
    const { realtime } = new OpenAI({ apiKey, baseURL: `${unconfigured.host.url}/api`, maxRetries: 0 });
    const error = await raisedBy(realtime.clientSecrets.create({}));
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expectLegible(error, 503, 'configuration_unavailable');
    expect(error.message).toContain('realtime:deployment');
  });
});

test('Azure at capacity raises InternalServerError 503 with a Retry-After', async () => {
  system.azure.switches.set('mint.error', { value: 'high-demand', times: 1 });
  const { realtime } = await aClient();
  const error = await raisedBy(realtime.clientSecrets.create({}));
  expect(error).toBeInstanceOf(OpenAI.InternalServerError);
  expectLegible(error, 503, 'upstream_rate_limited');
  expect(error.headers?.get('retry-after')).toBe('20');
  await system.advance(LONGEST_WAIT_MS);
});

test('a quota that is used up for a day raises RateLimitError after one request, although the SDK would try three times', async () => {
  system.azure.switches.set('mint.error', 'token-quota');
  const { realtime } = await aClient({ maxRetries: 2 });
  let error: APIError | undefined;
  const mints = await mintsOf(async () => {
    error = await raisedBy(realtime.clientSecrets.create({}));
  });
  system.azure.switches.reset();
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  if (error) expectLegible(error, 429, 'upstream_rate_limited');
  expect(mints).toBe(1);
  await system.advance(LONGEST_WAIT_MS);
});

test('a failure that passes is tried again by the SDK, and then works', async () => {
  system.azure.switches.set('mint.error', { value: 'internal-error', times: 1 });
  const { realtime } = await aClient({ maxRetries: 1 });
  const mints = await mintsOf(async () => {
    expect((await realtime.clientSecrets.create({})).value).toMatch(/^ek_/);
  });
  expect(mints).toBe(2);
});

test('the request id that the SDK shows is the one in our log', async () => {
  const { realtime } = await aClient({ apiKey: await system.azure.callerToken({ exp: 1 }) });
  const { requestID } = await raisedBy(realtime.clientSecrets.create({}));
  await system.until(async () => (await system.logged('mint')).some((line) => line['requestId'] === requestID));
});
