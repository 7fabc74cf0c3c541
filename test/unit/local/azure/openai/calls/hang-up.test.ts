/** `POST /calls/{id}/hangup`: who may, what becomes of the call, and every answer that does not say so. */

import { IDENTITY_OBJECT_ID } from '../../../../../../local/azure/foundation/directory.ts';
import { ROLES } from '../../../../../../local/azure/subscription/role-definitions.ts';
import { CALLS_PATH, type Caller, mintSecret, PACKETS_OF_SILENCE, QUIET } from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import type { RawAnswer } from '../../clients.ts';
import { send } from '../../clients.ts';
import { useOffers } from './offers.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();
const offers = useOffers(voice);

const byIdentity = () => ({ authorization: `Bearer ${voice.resource.token}` });

function hangUp(id: string, headers: Record<string, string> = byIdentity()): Promise<RawAnswer> {
  return send(voice.azure, `${voice.resource.url}${CALLS_PATH}/${id}/hangup`, { method: 'POST', headers });
}

async function callOfNobody(): Promise<string> {
  return (await offers.post()).headers.get('location')?.split('/').at(-1) ?? '';
}

const channelClosed = ({ channel }: Caller) =>
  until(
    () => channel.readyState === 'closed',
    () => 'a closed channel',
  );
const openIds = () => voice.azure.calls.list().map(({ id }) => id);
const howEnded = (id: string) => voice.azure.calls.ended().find((call) => call.id === id);
const NOT_FOUND = {
  error: {
    message: 'No session found for the provided call_id',
    type: 'invalid_request_error',
    code: 'call_id_not_found',
    param: '',
  },
};

describe('a hang-up', () => {
  test('is 200 and empty at once, and the page hears on until the end has come through', async () => {
    voice.azure.switches.set('calls.hangupDelayMs', 1_000);
    const caller = await voice.call();
    caller.speak(100);
    caller.speak(PACKETS_OF_SILENCE, QUIET);
    await caller.event('output_audio_buffer.started');
    expect(await hangUp(caller.id)).toMatchObject({ status: 200, body: '' });
    expect([openIds(), caller.channel.readyState]).toEqual([[], 'open']);
    const heard = caller.heard.length;
    await channelClosed(caller);
    expect(caller.heard.length).toBeGreaterThan(heard);
  });

  test('without a delay ends the media at once', async () => {
    voice.azure.switches.set('calls.hangupDelayMs', 0);
    const caller = await voice.call();
    caller.speak(100);
    caller.speak(PACKETS_OF_SILENCE, QUIET);
    await caller.event('output_audio_buffer.started');
    await hangUp(caller.id);
    const heard = caller.heard.length;
    await channelClosed(caller);
    expect(caller.heard.length).toBeLessThanOrEqual(heard + 1);
  });

  test('is 404 the second time, while the media still goes on', async () => {
    voice.azure.switches.set('calls.hangupDelayMs', 10_000);
    const id = await callOfNobody();
    expect((await hangUp(id)).status).toBe(200);
    const again = await hangUp(id);
    expect([again.status, JSON.parse(again.body)]).toEqual([404, NOT_FOUND]);
  });

  test('of a call that never was is the same 404', async () => {
    const { status, body } = await hangUp(`rtc_${'0'.repeat(32)}`);
    expect([status, JSON.parse(body)]).toEqual([404, NOT_FOUND]);
  });

  test('by switch says nothing to the page, whose line is dead all the same', async () => {
    voice.azure.switches.set('calls.hangupDelayMs', 0);
    voice.azure.switches.set('calls.hangupEnd', 'failed');
    const caller = await voice.call();
    const openSockets = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('UDP')).length;
    const before = openSockets();
    expect((await hangUp(caller.id)).status).toBe(200);
    await until(
      () => openSockets() < before,
      () => 'the end of the service’s socket',
    );
    expect(caller.channel.readyState).toBe('open');
  });

  test('is kept with who asked and when', async () => {
    const [one, other] = [await callOfNobody(), await callOfNobody()];
    voice.azure.switches.set('mint.localAuth', 'on');
    await hangUp(one);
    await hangUp(other, { 'api-key': voice.azure.apiKey });
    const instant = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(howEnded(one)).toEqual({ id: one, since: instant, endedAt: instant, by: 'identity' });
    expect(howEnded(other)).toMatchObject({ by: 'key' });
  });
});

describe('who may hang up', () => {
  test('is the identity, and neither another audience nor another key nor nobody', async () => {
    const id = await callOfNobody();
    voice.azure.switches.set('mint.localAuth', 'on');
    voice.azure.switches.set('mint.audiences', 'ai');
    expect((await hangUp(id)).status).toBe(401);
    for (const headers of [{ 'api-key': 'other' }, { accept: '*/*' }])
      expect((await hangUp(id, headers)).status).toBe(401);
    expect(openIds()).toEqual([id]);
    voice.azure.switches.reset();
    expect((await hangUp(id)).status).toBe(200);
  });

  test('is whoever has the account’s key, where the account takes keys', async () => {
    const id = await callOfNobody();
    const key = { 'api-key': voice.azure.apiKey };
    expect((await hangUp(id, key)).status).toBe(403);
    voice.azure.switches.set('mint.localAuth', 'on');
    expect((await hangUp(id, key)).status).toBe(200);
  });

  test('is by switch not who may mint; the refusal names a data action that the other role has', async () => {
    voice.azure.switches.set('calls.hangupIdentity', 'refused');
    const id = await callOfNobody();
    const refused = await hangUp(id);
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      401,
      {
        error: {
          code: 'PermissionDenied',
          message: expect.stringContaining(
            `The principal \`${IDENTITY_OBJECT_ID}\` lacks the required data action \`Microsoft.CognitiveServices/accounts/OpenAI/realtime/calls/hangup/action\` to perform \`POST /openai/v1/realtime/calls/{call_id}/hangup\``,
          ),
        },
      },
    ]);
    expect((await hangUp(`rtc_${'0'.repeat(32)}`)).status).toBe(401);
    expect(openIds()).toEqual([id]);
    const { roles } = voice.azure.subscription;
    const given = roles.put({
      scope: '/',
      role: ROLES.cognitiveServicesUser.name,
      principalId: IDENTITY_OBJECT_ID,
      principalType: 'ServicePrincipal',
      createdOnEpochMs: 0,
    });
    expect((await hangUp(id)).status).toBe(200);
    roles.remove(({ name }) => name === given.name);
  });

  test('is not whoever has the client secret, but by switch', async () => {
    const secret = await mintSecret(voice.resource);
    const id = await callOfNobody();
    const bearer = { authorization: `Bearer ${secret}` };
    expect((await hangUp(id, bearer)).status).toBe(401);
    voice.azure.switches.set('calls.hangupSecret', 'accepted');
    expect((await hangUp(id, { authorization: 'Bearer ek_of_somebody_else' })).status).toBe(401);
    expect((await hangUp(id, bearer)).status).toBe(200);
    expect(howEnded(id)?.by).toBe('client-secret');
  });
});

describe('a hang-up that goes wrong', () => {
  test.each([
    ['token-refused', 401, undefined],
    ['forbidden', 403, undefined],
    ['operation-timeout', 408, undefined],
    ['conflict', 409, undefined],
    ['gone', 410, undefined],
    ['unprocessable', 422, undefined],
    ['call-quota', 429, '1'],
    ['call-quota-without-header', 429, undefined],
    ['internal-error', 500, undefined],
    ['service-unavailable', 503, '1'],
    ['redirect', 302, undefined],
    ['html-403', 403, undefined],
  ])('is by switch %s, once, and the call goes on', async (value, status, retryAfter) => {
    const id = await callOfNobody();
    voice.azure.switches.set('calls.hangup', { value, times: 1 });
    const refused = await hangUp(id);
    expect([refused.status, refused.headers['retry-after'], openIds()]).toEqual([status, retryAfter, [id]]);
    expect((await hangUp(id)).status).toBe(200);
  });

  test.each([
    ['done-internal-error', 500],
    ['done-call-quota', 429],
  ])('is by switch %s, and the call has ended all the same', async (value, status) => {
    const id = await callOfNobody();
    voice.azure.switches.set('calls.hangup', { value, times: 1 });
    expect([(await hangUp(id)).status, openIds()]).toEqual([status, []]);
    expect((await hangUp(id)).status).toBe(404);
  });

  test.each([
    ['reset', 1],
    ['done-reset', 0],
  ])('has by switch no answer (%s)', async (value, left) => {
    const id = await callOfNobody();
    voice.azure.switches.set('calls.hangup', value);
    await expect(hangUp(id)).rejects.toThrow('ECONNRESET');
    expect(openIds()).toHaveLength(left);
  });

  test.each([
    ['hang', 1],
    ['done-hang', 0],
  ])('is by switch never answered (%s)', async (value, left) => {
    const id = await callOfNobody();
    voice.azure.switches.set('calls.hangup', value);
    const giveUp = new AbortController();
    const asked = fetch(`${voice.resource.url}${CALLS_PATH}/${id}/hangup`, {
      method: 'POST',
      headers: byIdentity(),
      signal: giveUp.signal,
    });
    const hangUps = () => voice.azure.requests.list('openai').filter(({ path }) => path.includes(`${id}/hangup`));
    await until(
      () => hangUps().length === 1,
      () => 'the arrival of the hang-up',
    );
    await until(
      () => openIds().length === left,
      () => `${left} open calls`,
    );
    expect(hangUps().map(({ status }) => status)).toEqual([0]);
    giveUp.abort();
    await expect(asked).rejects.toThrow();
  });
});
