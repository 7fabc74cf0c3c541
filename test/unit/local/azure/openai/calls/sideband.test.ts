/** `GET /openai/v1/realtime?call_id=`: the handshake as a probe makes it, and as a client does that stays. */
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { IDENTITY_OBJECT_ID } from '../../../../../../local/azure/foundation/directory.ts';
import { CALLS_PATH, PACKETS_OF_SILENCE, QUIET } from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import { useOffers } from './offers.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();
const offers = useOffers(voice);

const CALL_ENDED = 'call_id_not_found';
const byIdentity = () => ({ authorization: `Bearer ${voice.resource.token}` });

async function callOfNobody(): Promise<string> {
  return (await offers.post()).headers.get('location')?.split('/').at(-1) ?? '';
}

interface Probed {
  readonly status: number;
  readonly code?: string;
}

/** The socket is gone with the status line. */
function probe(
  query: string,
  headers: Record<string, string> = byIdentity(),
  upgrade: Record<string, string> = { connection: 'Upgrade', upgrade: 'websocket' },
): Promise<Probed> {
  return new Promise((resolve, reject) => {
    const asked = request(`${voice.resource.url}/openai/v1/realtime?${query}`, {
      agent: false,
      headers: {
        ...headers,
        ...upgrade,
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    asked.once('upgrade', (response, socket: Socket) => {
      socket.destroy();
      // The example of RFC 6455, 1.3.
      expect(response.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
      resolve({ status: response.statusCode ?? 0 });
    });
    asked.once('response', async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode ?? 0, code: body.startsWith('{') ? JSON.parse(body).error?.code : '' });
    });
    asked.once('error', reject);
    asked.end();
  });
}

const hangUp = (id: string) =>
  fetch(`${voice.resource.url}${CALLS_PATH}/${id}/hangup`, { method: 'POST', headers: byIdentity() });

describe('a handshake', () => {
  test('is 101 as soon as the offer is answered, and 404 after the end and for an id that never was', async () => {
    const id = await callOfNobody();
    expect(await probe(`call_id=${id}`)).toEqual({ status: 101 });
    await hangUp(id);
    expect(await probe(`call_id=${id}`)).toEqual({ status: 404, code: CALL_ENDED });
    expect(await probe(`call_id=rtc_${'0'.repeat(32)}`)).toEqual({ status: 404, code: CALL_ENDED });
  });

  test('leaves the call as it is when the socket goes at the status line', async () => {
    const caller = await voice.call();
    for (let count = 0; count < 3; count += 1) expect((await probe(`call_id=${caller.id}`)).status).toBe(101);
    expect(voice.azure.calls.list()).toEqual([expect.objectContaining({ id: caller.id, state: 'connected' })]);
  });

  test('is 401 without a credential, with one of another audience and without a role', async () => {
    const id = await callOfNobody();
    expect((await probe(`call_id=${id}`, {})).status).toBe(401);
    voice.azure.switches.set('mint.audiences', 'ai');
    expect((await probe(`call_id=${id}`)).status).toBe(401);
    voice.azure.switches.reset();
    const { roles } = voice.azure.subscription;
    const removed = roles.remove(({ principalId }) => principalId === IDENTITY_OBJECT_ID);
    expect(await probe(`call_id=${id}`)).toEqual({ status: 401, code: 'PermissionDenied' });
    for (const role of removed) roles.put(role);
    expect((await probe(`call_id=${id}`)).status).toBe(101);
  });

  test('is by switch 404 though the call is alive', async () => {
    const id = await callOfNobody();
    voice.azure.switches.set('calls.sideband', 'hidden');
    expect(await probe(`call_id=${id}`)).toEqual({ status: 404, code: CALL_ENDED });
    expect(voice.azure.calls.list()).toHaveLength(1);
    voice.azure.switches.reset();
    expect((await probe(`call_id=${id}`)).status).toBe(101);
  });

  test('is by switch 101 for a while after the end', async () => {
    const id = await callOfNobody();
    voice.azure.switches.set('calls.sidebandLingerMs', 60_000);
    await hangUp(id);
    expect((await probe(`call_id=${id}`)).status).toBe(101);
    expect((await probe(`call_id=rtc_${'0'.repeat(32)}`)).status).toBe(404);
    voice.azure.switches.set('calls.sidebandLingerMs', 0);
    expect((await probe(`call_id=${id}`)).status).toBe(404);
  });

  test.each([
    ['forbidden', 403],
    ['call-quota', 429],
    ['internal-error', 500],
    ['html-403', 403],
  ])('is by switch %s', async (value, status) => {
    const id = await callOfNobody();
    voice.azure.switches.set('calls.sideband', { value, times: 1 });
    expect((await probe(`call_id=${id}`)).status).toBe(status);
    expect((await probe(`call_id=${id}`)).status).toBe(101);
  });

  test('is by switch reset', async () => {
    voice.azure.switches.set('calls.sideband', 'reset');
    await expect(probe(`call_id=${await callOfNobody()}`)).rejects.toThrow('ECONNRESET');
  });

  test('is nothing without the upgrade, nor without a call', async () => {
    const id = await callOfNobody();
    expect((await probe(`call_id=${id}`, byIdentity(), {})).status).toBe(404);
    expect((await probe('model=gpt-realtime-mini')).status).toBe(404);
  });
});

describe('a sideband that stays', () => {
  async function attach(id: string) {
    const url = `${voice.resource.url.replace('http:', 'ws:')}/openai/v1/realtime?call_id=${id}`;
    // Node’s own takes headers; the type of a browser’s does not know.
    const socket: WebSocket = Reflect.construct(WebSocket, [url, { headers: byIdentity() }]);
    const types: string[] = [];
    const closed = new Promise<readonly [number, string]>((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => resolve([code, reason]));
    });
    socket.addEventListener('message', ({ data }) => types.push(JSON.parse(String(data)).type));
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    return { socket, types, closed };
  }

  test('hears what the page’s filter keeps from the page, and no session.created', async () => {
    const caller = await voice.call({ query: '?webrtcfilter=on' });
    await until(
      () => voice.azure.calls.list().some(({ state }) => state === 'connected'),
      () => 'a connection',
    );
    const { socket, types } = await attach(caller.id);
    caller.speak(5);
    caller.speak(PACKETS_OF_SILENCE, QUIET);
    await until(
      () => types.includes('response.done'),
      () => `response.done among ${types.join(', ')}`,
    );
    expect(types[0]).toBe('input_audio_buffer.speech_started');
    expect(caller.types()).not.toContain('response.done');
    socket.close(1_000);
  });

  test('is told session.created by switch', async () => {
    voice.azure.switches.set('calls.sidebandCreated', 'sent');
    const { socket, types } = await attach(await callOfNobody());
    await until(
      () => types.length === 1,
      () => 'an event',
    );
    expect(types).toEqual(['session.created']);
    socket.close();
  });

  test('that closes gets its code back and leaves the call as it is', async () => {
    const id = await callOfNobody();
    const { socket, closed } = await attach(id);
    socket.close(4_001, 'enough');
    expect(await closed).toEqual([4_001, 'enough']);
    expect((await probe(`call_id=${id}`)).status).toBe(101);
  });

  test.each(['1000', '1001', '1005'])('is closed by a hang-up, by switch with %s', async (code) => {
    voice.azure.switches.set('calls.sidebandClose', code);
    const id = await callOfNobody();
    const { closed } = await attach(id);
    await hangUp(id);
    expect(await closed).toEqual([Number(code), '']);
  });

  test('is closed when the page leaves', async () => {
    const caller = await voice.call();
    const { closed } = await attach(caller.id);
    await caller.close();
    expect(await closed).toEqual([1_000, '']);
  });

  test('is told of the maximum', async () => {
    voice.azure.switches.set('calls.maxSeconds', 1);
    const { closed } = await attach(await callOfNobody());
    expect(await closed).toEqual([1_001, 'Your session hit the maximum duration of 60 minutes.']);
  });
});
