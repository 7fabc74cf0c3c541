/** Credentials, deployments, errors and broken answers of the mint. */
import { setImmediate } from 'node:timers/promises';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { MINT_PATH } from '../../../../local/azure/openai/mint.ts';
import { MINT_ERRORS } from '../../../../local/azure/openai/mint-errors.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { aMint, COGNITIVE_SERVICES, mint, send } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const codeOf = ({ body }: { body: string }): unknown => JSON.parse(body).error.code;

describe('credentials', () => {
  test('without one the body is not looked at', async () => {
    const answer = await mint(azure, 'not even JSON', { headers: {} });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({
      statusCode: 401,
      message: expect.stringContaining('audience is incorrect'),
    });
  });

  test('a token for another audience is refused, with and without its slash', async () => {
    for (const resource of ['https://appconfig.azure.com', 'https://management.azure.com/']) {
      expect((await mint(azure, aMint(), { resource })).status).toBe(401);
    }
    expect((await mint(azure, aMint(), { resource: `${COGNITIVE_SERVICES}/` })).status).toBe(200);
  });

  test('an expired token and a caller’s token are refused', async () => {
    const authorization = `Bearer ${await azure.callerToken({ aud: COGNITIVE_SERVICES })}`;
    expect((await mint(azure, aMint(), { headers: { authorization } })).status).toBe(401);
  });

  test('which audiences count is a switch, because no recording settles it', async () => {
    const ai = { resource: 'https://ai.azure.com' };
    expect((await mint(azure, aMint(), ai)).status).toBe(200);
    azure.switches.set('mint.audiences', 'cognitiveservices');
    expect((await mint(azure, aMint(), ai)).status).toBe(401);
    azure.switches.set('mint.audiences', 'ai-masks-deployment');
    expect(codeOf(await mint(azure, aMint(), ai))).toBe('OpperationNotSupported');
    expect((await mint(azure, aMint())).status).toBe(200);
    azure.switches.set('mint.audiences', 'ai');
    expect((await mint(azure, aMint())).status).toBe(401);
  });

  test('no key is taken until local authentication is on; then the account’s is, and another never', async () => {
    const headers = { 'api-key': azure.apiKey };
    const answer = await mint(azure, aMint(), { headers });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'AuthenticationTypeDisabled']);
    azure.switches.set('mint.localAuth', true);
    expect((await mint(azure, aMint(), { headers })).status).toBe(200);
    expect((await mint(azure, aMint(), { headers: { 'api-key': 'other' } })).status).toBe(401);
  });
});

describe('deployments', () => {
  test.each(['gpt-realtime-chat', 'gpt-realtime-whisper', 'gpt-4o-mini-transcribe', 'gpt-realtime-translate'])(
    '%s is of another kind and refused with the misspelled code',
    async (model) => {
      const answer = await mint(azure, aMint({ model }));
      expect(answer.status).toBe(400);
      expect(answer.body).toBe(
        '{"error":{"code":"OpperationNotSupported","message":"The realtime operation does not work with the specified model."}}',
      );
      azure.switches.set('mint.wrongModelSpelling', 'OperationNotSupported');
      expect(codeOf(await mint(azure, aMint({ model })))).toBe('OperationNotSupported');
    },
  );

  test.each(['no-such-deployment', 'gpt-realtime-fresh'])(
    '%s is not there yet: 404, or by switch 400',
    async (model) => {
      const answer = await mint(azure, aMint({ model }));
      expect([answer.status, codeOf(answer)]).toEqual([404, 'DeploymentNotFound']);
      azure.switches.set('mint.unknownDeployment', 'OpperationNotSupported');
      expect((await mint(azure, aMint({ model }))).status).toBe(400);
    },
  );

  test('an api-version and a path without v1 are not this route', async () => {
    expect((await mint(azure, aMint(), { query: '?api-version=2025-04-01-preview' })).status).toBe(404);
    azure.switches.set('mint.apiVersion', 'ignored');
    expect((await mint(azure, aMint(), { query: '?api-version=2025-04-01-preview' })).status).toBe(200);
    const answer = await send(azure, `${azure.urls.openai}/openai/realtime/client_secrets`, { method: 'POST' });
    expect(answer.body).toBe('{"error":{"code":"404","message":"Resource not found"}}');
  });
});

describe('the switches bring about every error and every broken answer', () => {
  test.each(Object.entries(MINT_ERRORS))('mint.error %s', async (name, row) => {
    azure.switches.set('mint.error', name);
    const answer = await mint(azure, aMint());
    expect([answer.status, answer.body]).toEqual([row.status, row.body]);
    expect(answer.headers).toMatchObject('headers' in row ? row.headers : {});
    expect(answer.headers['apim-request-id']).toBeDefined();
  });

  test('an error for the next two requests ends by itself', async () => {
    azure.switches.set('mint.error', { value: 'call-quota', times: 2 });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await mint(azure, aMint())).status);
    expect(statuses).toEqual([429, 429, 200]);
  });

  test.each(['reset', 'half-body'])('%s is a connection that breaks', async (value) => {
    azure.switches.set('mint.answer', value);
    await expect(mint(azure, aMint())).rejects.toThrow(/ECONNRESET|aborted|socket hang up/);
  });

  test.each([
    ['html-200', 200],
    ['html-403', 403],
    ['html-500', 500],
    ['empty-body', 200],
    ['not-json', 200],
  ])('%s is %d and no JSON', async (value, status) => {
    azure.switches.set('mint.answer', value);
    const answer = await mint(azure, aMint());
    expect(answer.status).toBe(status);
    expect(() => JSON.parse(answer.body)).toThrow(SyntaxError);
  });

  test('a redirect leads to another origin, where the log shows whoever follows', async () => {
    azure.switches.set('mint.answer', 'redirect');
    const { status, headers } = await mint(azure, aMint());
    expect(status).toBe(302);
    const location = new URL(String(headers.location));
    expect(location.origin).not.toBe(azure.urls.openai);
    await send(azure, location.href.replace('localhost', '127.0.0.1'));
    expect(azure.requests.count('openai', ({ path }) => path === location.pathname)).toBe(1);
  });

  test('a hang is no answer until the client goes away', async () => {
    azure.switches.set('mint.answer', { value: 'hang', times: 1 });
    azure.requests.clear();
    const impatient = new AbortController();
    const hanging = fetch(`${azure.urls.openai}${MINT_PATH}`, { method: 'POST', signal: impatient.signal });
    while (azure.switches.get('mint.answer') === 'hang') await setImmediate();
    expect((await mint(azure, aMint())).status).toBe(200);
    expect(azure.requests.list('openai').map(({ status }) => status)).toEqual([0, 200]);
    impatient.abort();
    await expect(hanging).rejects.toThrow(/abort/i);
  });

  test.each<[string, (answer: Record<string, unknown>, now: number) => boolean]>([
    ['no-value', (answer) => !('value' in answer)],
    ['expires-at-ms', ({ expires_at }, now) => Number(expires_at) > now * 900],
    ['no-expires-at', (answer) => !('expires_at' in answer)],
    ['expires-at-past', ({ expires_at }, now) => Number(expires_at) < now],
    ['lifetime-7200', ({ expires_at }, now) => Number(expires_at) >= now + 7200],
    ['normal', ({ expires_at }, now) => Number(expires_at) >= now + 60 && Number(expires_at) <= now + 70],
  ])('%s', async (value, holds) => {
    azure.switches.set('mint.answer', value);
    const now = Math.floor(Date.now() / 1000);
    const answer = await mint(azure, aMint({}, { expires_after: { anchor: 'created_at', seconds: 60 } }));
    expect(answer.status).toBe(200);
    expect(holds(JSON.parse(answer.body), now)).toBe(true);
  });

  test('unverified headers come only by switch', async () => {
    azure.switches.set('mint.rateLimitHeaders', 'on');
    azure.switches.set('mint.serviceHeaders', 'on');
    const { headers } = await mint(azure, aMint());
    expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toHaveLength(8);
  });

  test('the echoed model is the deployment’s name, or by switch its model’s', async () => {
    const echoed = async () => JSON.parse((await mint(azure, aMint({ model: 'voice-assistant' }))).body).session.model;
    expect(await echoed()).toBe('voice-assistant');
    azure.switches.set('mint.echoedModel', 'model');
    expect(await echoed()).toBe('gpt-realtime');
  });

  test('the default lifetime can be the specification’s 600 seconds', async () => {
    azure.switches.set('mint.defaultSeconds', '600');
    const now = Math.floor(Date.now() / 1000);
    const { expires_at } = JSON.parse((await mint(azure, aMint())).body);
    expect(expires_at - now).toBeGreaterThanOrEqual(600);
    expect(expires_at - now).toBeLessThanOrEqual(610);
  });

  test('a transcription session is minted too, with an echo of its own', async () => {
    const answer = await mint(azure, {
      session: { type: 'transcription', audio: { input: { transcription: { model: 't' } } } },
    });
    expect(JSON.parse(answer.body).session).toMatchObject({ type: 'transcription', expires_at: 0 });
  });
});
