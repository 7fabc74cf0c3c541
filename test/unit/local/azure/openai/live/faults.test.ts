/** Creates that go wrong: errors of Azure, and answers that are none. */
import { REDIRECT_PATH } from '../../../../../../local/azure/openai/trouble.ts';
import { aLiveSession, SESSIONS_PATH } from '../../../../../calls/live-caller.ts';
import { until } from '../../../../../calls/until.ts';
import { errorOf, useLive } from './live.ts';

const live = useLive();
beforeEach(() => live.azure.switches.set('live.media', 'off'));

test.each([
  ['token-refused', 401, null, null],
  ['permission-denied', 401, null, null],
  ['forbidden', 403, null, null],
  ['keys-disabled', 403, null, null],
  ['firewall', 403, null, null],
  ['deployment-not-found', 404, null, null],
  ['opperation-not-supported', 400, null, null],
  ['operation-timeout', 408, null, null],
  ['conflict', 409, null, null],
  ['model-retired', 410, null, null],
  ['session-quota', 429, '1', null],
  ['session-quota-without-header', 429, null, null],
  ['call-quota', 429, '1', '50'],
  ['call-quota-without-header', 429, null, null],
  ['internal-error', 500, null, null],
  ['service-unavailable', 503, '1', null],
])('by switch a create is %s, once, and there is no session', async (value, status, after, afterMs) => {
  live.azure.switches.set('live.error', { value, times: 1 });
  const refused = await live.create();
  const waits = ['retry-after', 'retry-after-ms'].map((name) => refused.headers.get(name));
  expect([refused.status, waits, live.openIds()]).toEqual([status, [after, afterMs], []]);
  expect((await live.create()).status).toBe(201);
});

test.each([
  ['redirect', 302],
  ['html-200', 200],
  ['html-403', 403],
  ['html-500', 500],
  ['empty-body', 201],
  ['not-json', 201],
])('by switch the answer is %s, and there is no session', async (value, status) => {
  live.azure.switches.set('live.answer', value);
  const { headers, ...answered } = await live.create();
  expect([answered.status, live.openIds()]).toEqual([status, []]);
  if (value === 'redirect') expect(headers.get('location')).toMatch(new RegExp(`${REDIRECT_PATH}$`));
});

test.each([
  ['no-id', { session: {}, transport: { type: 'webrtc', sdp: expect.stringMatching(/^v=0/) } }],
  ['no-sdp', { session: { id: expect.any(String) }, transport: { type: 'webrtc' } }],
  [
    'bad-sdp',
    { session: { id: expect.any(String) }, transport: { type: 'webrtc', sdp: expect.not.stringMatching(/^v=0/) } },
  ],
])('by switch the answer has %s, though there is a session', async (value, body) => {
  live.azure.switches.set('live.answer', value);
  const { status, text } = await live.create();
  expect([status, JSON.parse(text), live.openIds().length]).toEqual([201, body, 1]);
});

test.each([
  ['reset', 0],
  ['done-reset', 1],
  ['half-body', 1],
])('by switch the connection ends (%s)', async (value, sessions) => {
  live.azure.switches.set('live.answer', value);
  await expect(live.create()).rejects.toThrow();
  expect(live.openIds()).toHaveLength(sessions);
});

test.each([
  ['hang', 0],
  ['done-hang', 1],
])('by switch there is never an answer (%s)', async (value, sessions) => {
  live.azure.switches.set('live.answer', value);
  const before = live.azure.requests.count('openai');
  const giveUp = new AbortController();
  const asked = fetch(`${live.resource.url}${SESSIONS_PATH}`, {
    method: 'POST',
    headers: { ...live.credential, 'content-type': 'application/json' },
    body: JSON.stringify({ session: aLiveSession(), transport: { type: 'webrtc', sdp: live.offer } }),
    signal: giveUp.signal,
  });
  await until(
    () => live.azure.requests.count('openai') > before && live.openIds().length === sessions,
    () => `${sessions} sessions`,
  );
  giveUp.abort();
  await expect(asked).rejects.toThrow();
});

test('a dated version in the query is met as at the mint', async () => {
  const post = () =>
    fetch(`${live.resource.url}${SESSIONS_PATH}?api-version=2025-04-01-preview`, {
      method: 'POST',
      headers: { ...live.credential, 'content-type': 'application/json' },
      body: JSON.stringify({ session: aLiveSession(), transport: { type: 'webrtc', sdp: live.offer } }),
    });
  expect((await post()).status).toBe(404);
  live.azure.switches.set('mint.apiVersion', 'ignored');
  expect((await post()).status).toBe(201);
});

test('a GET of the sessions is nothing', async () => {
  const response = await fetch(`${live.resource.url}${SESSIONS_PATH}`, { headers: live.credential });
  const text = await response.text();
  expect([response.status, errorOf({ status: 404, headers: response.headers, text, id: '' }).code]).toEqual([
    404,
    '404',
  ]);
});
