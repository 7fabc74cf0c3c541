import { createHttpClient } from '../../../src/azure/http-client.ts';
import { askUpgrade } from '../../../src/azure/upgrade-client.ts';
import type { HttpRequest } from '../../../src/lib/http.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { createCallControl } from '../../../src/realtime/call-control.ts';
import { json, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.ts';

const signal = AbortSignal.timeout(30_000);
const APIM = { 'apim-request-id': '11111111-2222-3333-4444-555555555555' };
const ACTION = 'Microsoft.CognitiveServices/accounts/OpenAI/realtime/calls/hangup/action';

let server: LoopbackServer;
beforeAll(async () => {
  server = await startLoopbackServer();
});
afterAll(() => server.close());

function aControl(token: string | undefined = 'identity-token') {
  const send = createHttpClient();
  const sent: HttpRequest[] = [];
  const control = createCallControl({
    send: async (request) => {
      sent.push(request);
      return send(request);
    },
    askUpgrade,
    now: Date.now,
    token: async () => (token === undefined ? err({ cause: 'NoIdentity' }) : ok(token)),
  });
  return { control, sent };
}
const call = (callId = 'rtc_1') => ({ origin: server.origin, callId });

describe('a hang-up', () => {
  test('is one POST without a body to the call’s own address, with the identity’s token', async () => {
    server.answers(json(200, {}));
    expect(await aControl().control.hangUp(call(), signal)).toEqual({ kind: 'ended' });
    expect(server.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/openai/v1/realtime/calls/rtc_1/hangup',
      body: '',
      headers: { authorization: 'Bearer identity-token' },
    });
  });

  test.each([404, 409, 410, 422])('that Azure answers with %d is of a call that is over', async (status) => {
    server.answers(json(status, { error: { code: 'x', message: 'x' } }, APIM));
    expect(await aControl().control.hangUp(call(), signal)).toEqual({ kind: 'over' });
  });

  test.each([401, 403])('that Azure forbids with %d names the data action that is lacking', async (status) => {
    const message = `The principal \`x\` lacks the required data action \`${ACTION}\` to perform \`POST x\` operation.`;
    server.answers(json(status, { error: { code: 'PermissionDenied', message } }, APIM));
    expect(await aControl().control.hangUp(call(), signal)).toEqual({ kind: 'forbidden', dataAction: ACTION });
  });

  test.each([401, 403, 404, 502])(
    'that a proxy on the way answers with %d says nothing of the call',
    async (status) => {
      server.answers((response) => void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<p>No</p>'));
      expect(await aControl().control.hangUp(call(), signal)).toMatchObject({ kind: 'unknown', cause: String(status) });
    },
  );

  test.each([429, 500, 503])(
    'that Azure answers with %d may be asked again, and not before it says',
    async (status) => {
      server.answers(json(status, { error: { code: 'x', message: 'x' } }, { ...APIM, 'retry-after': '3' }));
      expect(await aControl().control.hangUp(call(), signal)).toMatchObject({
        kind: 'unknown',
        cause: String(status),
        retryAfterMs: 3_000,
      });
    },
  );

  test('never takes the token to a host that is none of Azure OpenAI', async () => {
    const { control, sent } = aControl();
    for (const origin of ['https://evil.example', 'http://contoso.openai.azure.com', 'nowhere']) {
      expect(await control.hangUp({ origin, callId: 'rtc_1' }, signal)).toMatchObject({ cause: 'ForeignHost' });
      expect(await control.probe({ origin, callId: 'rtc_1' }, signal)).toBe('unknown');
    }
    expect(sent).toEqual([]);
  });

  test('keeps an id within its segment of the address', async () => {
    server.answers(json(200, {}));
    await aControl().control.hangUp(call('rtc_1/../../x?y'), signal);
    expect(server.requests.at(-1)?.path).toBe('/openai/v1/realtime/calls/rtc_1%2F..%2F..%2Fx%3Fy/hangup');
  });

  test('without a token asks nobody', async () => {
    const { sent } = aControl();
    const control = createCallControl({
      send: createHttpClient(),
      askUpgrade,
      now: Date.now,
      token: async () => err({ cause: 'NoIdentity' }),
    });
    expect(await control.hangUp(call(), signal)).toMatchObject({ kind: 'unknown', cause: 'NoIdentity' });
    expect(await control.probe(call(), signal)).toBe('unknown');
    expect(sent).toEqual([]);
  });
});

test.each([
  [101, 'alive'],
  [404, 'not_found'],
  [401, 'forbidden'],
  [403, 'forbidden'],
  [429, 'unknown'],
  [500, 'unknown'],
  [200, 'unknown'],
])('a look that Azure answers with %d is %s', async (status, said) => {
  const asked: string[] = [];
  const control = createCallControl({
    send: createHttpClient(),
    askUpgrade: async ({ url }) => {
      asked.push(url);
      return ok({ status });
    },
    now: Date.now,
    token: async () => ok('identity-token'),
  });
  expect(await control.probe(call(), signal)).toBe(said);
  expect(asked).toEqual([`${server.origin}/openai/v1/realtime?call_id=rtc_1`]);
});
