/** What the backend of `examples` does where the endpoint or the issuer fails. */
import { createAppToken } from '../../../examples/backend/app-token.ts';
import { createRelay } from '../../../examples/backend/relay.ts';
import { aClosedPort, json, type LoopbackServer, startLoopbackServer, text } from '../../support/loopback-server.ts';

let server: LoopbackServer;
beforeEach(async () => {
  server = await startLoopbackServer();
});
afterEach(() => server.close());

describe('its relay', () => {
  const relayTo = (endpoint: string) =>
    createRelay({ endpoint, getAppToken: async () => 'of-the-app', findUser: () => 'user-1' });
  const offer = () =>
    new Request('http://localhost/api/realtime/calls?profile=assistant', {
      method: 'POST',
      headers: {
        authorization: 'Bearer of-the-session',
        origin: 'http://localhost',
        'content-type': 'application/sdp',
      },
      body: 'v=0',
    });

  test('sends the offer with its own token and its user’s id, and nothing of the page’s', async () => {
    server.answers(text(201, 'v=0', { location: '/api/realtime/calls/rtc_1', 'set-cookie': 'a=b' }));
    const answer = await relayTo(server.origin)(offer());
    expect([answer.status, await answer.text(), answer.headers.get('location')]).toEqual([
      201,
      'v=0',
      '/api/realtime/calls/rtc_1',
    ]);
    expect(answer.headers.has('set-cookie')).toBe(false);
    const [{ path, headers, body } = {}] = server.requests;
    expect([path, body]).toEqual(['/realtime/calls?profile=assistant', 'v=0']);
    expect(headers).toMatchObject({ authorization: 'Bearer of-the-app', 'x-on-behalf-of': 'user-1' });
    expect(headers).not.toHaveProperty('origin');
  });

  test.each([
    ['where its own token is refused', async () => server.origin, 'backend_refused'],
    ['where the endpoint is not there', async () => `http://127.0.0.1:${await aClosedPort()}`, 'backend_failed'],
  ])('never tells a user to sign in again %s', async (_where, endpoint, code) => {
    const written = jest.spyOn(console, 'error').mockImplementation();
    server.answers(json(401, { code: 'token_invalid' }));
    const answer = await relayTo(await endpoint())(offer());
    expect([answer.status, await answer.json()]).toEqual([502, expect.objectContaining({ code })]);
    expect(written.mock.calls.length).toBe(code === 'backend_failed' ? 1 : 0);
    written.mockRestore();
  });
});

describe('its access token', () => {
  const tokenOf = () =>
    createAppToken({ tokenUrl: server.origin, clientId: 'backend', clientSecret: 's', scope: 'api://api/.default' });
  const given = (access_token: string, expires_in: number) => json(200, { access_token, expires_in });

  test('is asked for once by all who wait, and kept', async () => {
    server.answers(given('first', 3_600), given('second', 3_600));
    const get = tokenOf();
    expect(await Promise.all([get(), get()])).toEqual(['first', 'first']);
    expect(await get()).toBe('first');
    expect(new URLSearchParams(server.requests[0]?.body).get('grant_type')).toBe('client_credentials');
  });

  test('is asked for anew shortly before it ends', async () => {
    server.answers(given('first', 59), given('second', 3_600));
    const get = tokenOf();
    expect([await get(), await get()]).toEqual(['first', 'second']);
  });

  test('is asked for again after a refusal', async () => {
    server.answers(json(401, { error: 'invalid_client' }), given('first', 3_600));
    const get = tokenOf();
    await expect(get()).rejects.toThrow('401');
    expect(await get()).toBe('first');
  });
});
