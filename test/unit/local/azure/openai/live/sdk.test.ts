/** OpenAI's own SDK, both of its ends: the server's `live.create` and the page's helper, which is given a peer of werift. */
import OpenAI, { BadRequestError, RateLimitError } from 'openai';
import { OpenAILiveWebRTC } from 'openai/live/webrtc';
import { addMicrophone, createLoopbackPeer } from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import { useLive } from './live.ts';

const live = useLive();

let peer: ReturnType<typeof createLoopbackPeer> | undefined;
beforeAll(() => {
  Reflect.set(globalThis, 'RTCPeerConnection', function LoopbackPeer() {
    peer = createLoopbackPeer();
    return peer;
  });
});
afterAll(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
afterEach(async () => {
  await peer?.close();
  peer = undefined;
});

const createClient = () =>
  new OpenAI({
    baseURL: `${live.resource.url}/openai/v1`,
    apiKey: () => Promise.resolve(live.resource.token),
    // Each create is billed.
    maxRetries: 0,
  });

const aBody = (sdp: string, model = 'gpt-live') => ({
  session: { model, instructions: 'Be brief.' },
  transport: { type: 'webrtc' as const, sdp },
});

/** The helper of a page, with a microphone. */
function aPage() {
  const page = new OpenAILiveWebRTC();
  if (peer) addMicrophone(peer);
  const types: string[] = [];
  page.onEvent(({ type }) => types.push(type));
  return { page, types };
}

test('a session that the server creates connects the page, which closes it', async () => {
  const { page, types } = aPage();
  let id = '';
  await page.connect({
    async exchangeSdp(sdp) {
      const { session, transport } = await createClient().live.create(aBody(sdp));
      id = session.id;
      return transport.sdp;
    },
  });
  await until(
    () => types.includes('session.started'),
    () => `session.started among ${types.join()}`,
  );
  expect([page.state, live.openIds()]).toEqual(['connected', [id]]);
  page.send({ type: 'session.close' });
  await until(
    () => page.state === 'closed',
    () => 'the end',
  );
  expect([types.at(-1), live.howEnded(id)]).toEqual(['session.closed', 'close_requested']);
});

test('the page’s close says nothing, and the session ends as hung up', async () => {
  const { page } = aPage();
  let id = '';
  await page.connect({
    async exchangeSdp(sdp) {
      const { session, transport } = await createClient().live.create(aBody(sdp));
      id = session.id;
      return transport.sdp;
    },
  });
  page.close();
  await until(
    () => live.howEnded(id),
    () => 'the end',
  );
  expect(live.howEnded(id)).toBe('remote_hangup');
});

test('a refusal is the SDK’s error, with status, code and param, after one request', async () => {
  const creates = () => live.azure.requests.count('openai', ({ path }) => path.endsWith('/live/sessions'));
  const before = creates();
  const refused = createClient().live.create(aBody('v=0\r\n'));
  await expect(refused).rejects.toBeInstanceOf(BadRequestError);
  await expect(refused).rejects.toMatchObject({ status: 400, code: 'invalid_offer', param: 'transport.sdp' });
  expect(creates()).toBe(before + 1);
  await expect(createClient().live.create(aBody(live.offer, 'gpt-realtime'))).rejects.toMatchObject({
    code: 'OpperationNotSupported',
  });
  live.azure.switches.set('live.concurrency', 0);
  await expect(createClient().live.create(aBody(live.offer))).rejects.toBeInstanceOf(RateLimitError);
});
