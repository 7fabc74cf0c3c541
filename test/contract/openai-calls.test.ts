/** openai-node as a client of the relay, with the code of docs/clients.md: an offer for an answer, and what it makes of a refusal. */
import type OpenAI from 'openai';
import { APIError, InternalServerError, PermissionDeniedError } from 'openai';
import { type System, startSystem } from '../http/system.ts';
import { codeBlocks } from '../support/code-blocks.ts';
import { anOffer } from '../support/sdp.ts';
import { loadModule } from './load-module.ts';

interface Documented {
  createClient(app: string, accessToken: () => Promise<string>): OpenAI;
  mint(client: OpenAI, seconds: number): Promise<OpenAI.Realtime.ClientSecretCreateResponse>;
  relay(client: OpenAI, sdp: string): Promise<{ readonly sdp: string; readonly callId: string | undefined }>;
}

const [block = ''] = codeBlocks('docs/clients.md', 'ts').filter((code) => code.includes("'openai'"));
const { createClient, mint, relay } = loadModule(block) as unknown as Documented;

let system: System;
let client: OpenAI;
beforeAll(async () => {
  system = await startSystem({ settings: { 'realtime:profiles:relayed': '{"direct":false}' } });
  client = createClient(system.host.url, () => system.azure.callerToken());
});
afterAll(() => system.stop());
afterEach(async () => {
  system.azure.switches.reset();
  await Promise.all(system.azure.calls.list().map(({ id }) => system.azure.calls.hangUp(id)));
});

/** How often Azure was asked for a secret during `act`. */
async function mintsOf(act: () => Promise<unknown>): Promise<number> {
  const mints = () =>
    system.azure.requests.list('openai').filter(({ path }) => path.endsWith('/client_secrets')).length;
  const before = mints();
  await act();
  return mints() - before;
}

test('gets a client secret for as long as it asks', async () => {
  const secret = await mint(client, 15);
  expect(secret.value).toMatch(/^ek_/);
  expect(secret.expires_at).toBe(Math.floor(Date.now() / 1_000) + 15);
});

test.each([undefined, {}])(
  'gets a client secret of the default profile where it asks for nothing: %j',
  async (body) => {
    const secret = await client.realtime.clientSecrets.create(body as OpenAI.Realtime.ClientSecretCreateParams);
    expect(secret.value).toMatch(/^ek_/);
  },
);

test('gets an answer for its offer, and the id of the call', async () => {
  const { sdp, callId } = await relay(client, anOffer());
  expect(sdp).toMatch(/^v=0\r\n[\s\S]*^m=audio /m);
  expect(system.azure.calls.list().map(({ id }) => id)).toEqual([callId]);
});

test('gets it for a profile of the relay alone, for which there are no secrets', async () => {
  const { status } = await client.realtime.calls.create({ sdp: anOffer() }, { query: { profile: 'relayed' } });
  expect(status).toBe(201);
  const body = { profile: 'relayed' } as OpenAI.Realtime.ClientSecretCreateParams;
  await expect(client.realtime.clientSecrets.create(body)).rejects.toBeInstanceOf(PermissionDeniedError);
});

test('raises an APIError 415 for a session beside the offer, which is not the caller’s to set', async () => {
  const refusal = client.realtime.calls.create({ sdp: anOffer(), session: { type: 'realtime' } });
  await expect(refusal).rejects.toBeInstanceOf(APIError);
  await expect(refusal).rejects.toMatchObject({ status: 415, code: 'unsupported_media_type' });
  expect(system.azure.calls.list()).toEqual([]);
});

test('asks once when a refusal is final, although it would try three times', async () => {
  system.azure.switches.set('mint.error', 'permission-denied');
  const mints = await mintsOf(async () => {
    const refusal = relay(client, anOffer());
    await expect(refusal).rejects.toBeInstanceOf(InternalServerError);
    await expect(refusal).rejects.toMatchObject({ status: 502, code: 'upstream_auth' });
  });
  expect(mints).toBe(1);
});

test('asks again when a failure passes', async () => {
  system.azure.switches.set('mint.error', { value: 'internal-error', times: 1 });
  const mints = await mintsOf(async () => {
    expect((await relay(client, anOffer())).callId).toMatch(/^rtc_/);
  });
  expect(mints).toBe(2);
});
