/** The sideband of a session, its hang-up, and what the control service shows. */
import { IDENTITY_OBJECT_ID } from '../../../../../../local/azure/foundation/directory.ts';
import { send } from '../../clients.ts';
import { useLive } from './live.ts';

const live = useLive();
const NEVER = `live_${'0'.repeat(32)}`;

describe('a handshake', () => {
  test('is 404 until ICE is connected, and by switch 101 at once', async () => {
    const { id } = await live.create();
    expect(await live.handshake(id)).toEqual([404, 'session_not_found']);
    live.azure.switches.set('live.attachConnecting', '101');
    expect(await live.handshake(id)).toEqual([101, undefined]);
  });

  test('is 101 once it is, also where a graceful close is asked for', async () => {
    const { id } = await live.talk();
    expect((await live.handshake(id))[0]).toBe(101);
    await live.attach(id, '?graceful_close=true');
  });

  test('is 404 for an id that never was, for one of Realtime and at another resource', async () => {
    const { id } = await live.talk();
    expect((await live.handshake(NEVER))[0]).toBe(404);
    expect((await live.handshake(`rtc_${'0'.repeat(32)}`))[0]).toBe(404);
    const elsewhere = live.azure.elsewhere[0]?.url ?? '';
    const there = await send(live.azure, `${elsewhere}/openai/v1/live/sessions/${id}/attach`, {
      headers: { ...live.credential, connection: 'Upgrade', upgrade: 'websocket' },
    });
    expect(there.status).toBe(404);
  });

  test('is 404 after the end, and by switch 410 for what has been', async () => {
    const { id } = await live.talk();
    await live.azure.calls.hangUp(id);
    expect((await live.handshake(id))[0]).toBe(404);
    live.azure.switches.set('live.attachEnded', '410');
    expect((await live.handshake(id))[0]).toBe(410);
    expect((await live.handshake(NEVER))[0]).toBe(404);
  });

  test('is 401 without a credential and without a role, and nothing without the upgrade', async () => {
    const { id } = await live.talk();
    expect((await live.handshake(id, {}))[0]).toBe(401);
    expect((await live.handshake(id, live.credential, {}))[0]).toBe(404);
    live.azure.subscription.roles.remove(({ principalId }) => principalId === IDENTITY_OBJECT_ID);
    expect(await live.handshake(id)).toEqual([401, 'PermissionDenied']);
  });

  test('is refused for one sideband more than there may be, until one has left', async () => {
    live.azure.switches.set('live.maxSidebands', 1);
    const { id } = await live.talk();
    const { socket } = await live.attach(id);
    expect((await live.handshake(id))[0]).toBe(409);
    socket.close();
    let status = 409;
    while (status === 409) [status] = await live.handshake(id);
    expect(status).toBe(101);
  });

  test.each([
    ['token-refused', 401],
    ['forbidden', 403],
    ['hidden', 404],
    ['operation-timeout', 408],
    ['conflict', 409],
    ['call-quota', 429],
    ['call-quota-without-header', 429],
    ['internal-error', 500],
    ['service-unavailable', 503],
    ['redirect', 302],
    ['html-403', 403],
  ])('is by switch %s, once', async (value, status) => {
    const { id } = await live.talk();
    live.azure.switches.set('live.attach', { value, times: 1 });
    expect((await live.handshake(id))[0]).toBe(status);
    expect((await live.handshake(id))[0]).toBe(101);
  });

  test('is by switch reset', async () => {
    const { id } = await live.talk();
    live.azure.switches.set('live.attach', 'reset');
    await expect(live.handshake(id)).rejects.toThrow('ECONNRESET');
  });
});

describe('a sideband', () => {
  test('hears from now on what the page hears, and nothing again', async () => {
    const page = await live.talk();
    const sideband = await live.attach(page.id);
    page.say({ type: 'session.input_audio.mute' });
    await sideband.event('session.input_audio.muted');
    expect(sideband.types()).toEqual(['session.input_audio.muted']);
    expect(sideband.events[0]).toEqual(await page.event('session.input_audio.muted'));
  });

  test('is by switch told the start when it comes', async () => {
    live.azure.switches.set('live.attachStarted', 'sent');
    const page = await live.talk();
    const sideband = await live.attach(page.id);
    expect(Object((await sideband.event('session.started'))['session']).id).toBe(page.id);
  });

  test('commands, and the page hears the answer; a refusal is for itself', async () => {
    const page = await live.talk();
    const sideband = await live.attach(page.id);
    sideband.say({ type: 'session.nothing', event_id: 'its-own' });
    expect(Object((await sideband.event('error'))['error'])).toMatchObject({ client_event_id: 'its-own' });
    sideband.say({ type: 'session.input_audio.mute' });
    await page.event('session.input_audio.muted');
    expect(page.types()).toEqual(['session.started', 'session.input_audio.muted']);
  });

  test('that leaves does not end the session', async () => {
    const page = await live.talk();
    const { socket, closed } = await live.attach(page.id);
    socket.close(4_001, 'enough');
    expect(await closed).toEqual([4_001, 'enough']);
    expect(live.openIds()).toEqual([page.id]);
  });

  test('closes the session for the page and for every other sideband', async () => {
    const page = await live.talk();
    const [one, other] = [await live.attach(page.id), await live.attach(page.id)];
    one.say({ type: 'session.close' });
    const told = [page, one, other].map((each) => each.event('session.closed'));
    for (const each of await Promise.all(told)) expect(each).toMatchObject({ reason: 'close_requested' });
    expect([await one.closed, await other.closed]).toEqual([
      [1_000, ''],
      [1_000, ''],
    ]);
    expect(live.openIds()).toEqual([]);
  });

  test.each([
    ['1005', 1_005],
    ['cut', 1_006],
  ])('goes after the end by switch as %s', async (value, code) => {
    live.azure.switches.set('live.sidebandClose', value);
    const page = await live.talk();
    const { closed, types } = await live.attach(page.id);
    page.say({ type: 'session.close' });
    expect((await closed)[0]).toBe(code);
    expect(types().at(-1)).toBe('session.closed');
  });
});

describe('a hang-up', () => {
  test('has no route, and by switch ends the session for whoever may', async () => {
    const page = await live.talk();
    expect((await live.hangUp(page.id)).status).toBe(404);
    expect(live.openIds()).toEqual([page.id]);
    live.azure.switches.set('live.hangup', 'normal');
    const done = await live.hangUp(page.id);
    expect([done.status, await done.text()]).toEqual([200, '']);
    expect(await page.event('session.closed')).toMatchObject({ reason: 'close_requested' });
    expect([(await live.hangUp(page.id)).status, live.howEnded(page.id)]).toEqual([404, 'close_requested']);
  });

  test('is 401 without a role', async () => {
    live.azure.switches.set('live.hangup', 'normal');
    const { id } = await live.create();
    live.azure.subscription.roles.remove(({ principalId }) => principalId === IDENTITY_OBJECT_ID);
    expect((await live.hangUp(id)).status).toBe(401);
    expect(live.openIds()).toEqual([id]);
  });

  test.each([
    ['forbidden', 403, 1],
    ['call-quota', 429, 1],
    ['internal-error', 500, 1],
    ['redirect', 302, 1],
    ['done-internal-error', 500, 0],
  ])('is by switch %s', async (value, status, left) => {
    const { id } = await live.create();
    live.azure.switches.set('live.hangup', value);
    expect((await live.hangUp(id)).status).toBe(status);
    expect(live.openIds()).toHaveLength(left);
    expect(id).toMatch(/^live_/);
  });
});

describe('the control service', () => {
  const shown = async (path: string) => JSON.parse((await send(live.azure, `${live.azure.urls.control}${path}`)).body);

  test('shows a session with what is billed for it, 15 seconds at least, or by switch its time', async () => {
    const { id } = await live.create();
    expect(await shown('/calls')).toEqual([{ id, since: expect.any(String), state: 'connecting', billedSeconds: 15 }]);
    live.azure.switches.set('live.billedFloor', 'off');
    const [{ billedSeconds }] = await shown('/calls');
    expect(billedSeconds).toBeLessThan(15);
  });

  test('ends it, and shows what ended it and what was billed', async () => {
    const page = await live.talk();
    const ended = await send(live.azure, `${live.azure.urls.control}/calls/${page.id}`, { method: 'DELETE' });
    expect(ended.status).toBe(204);
    expect(await page.event('session.closed')).toMatchObject({ reason: 'close_requested' });
    expect((await shown('/calls/ended')).at(-1)).toMatchObject({ id: page.id, by: 'control', billedSeconds: 15 });
  });
});
