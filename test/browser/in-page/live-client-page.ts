/** A page that talks to GPT-Live through the endpoint: by the package alone, and by openai-node’s helper with its exchange. */
import { OpenAILiveWebRTC } from 'openai/live/webrtc';
import { createCall, type EndpointOptions, exchangeSdp, type PlacedCall } from '../../../client/src/index.ts';
import { type Ears, listen } from './ears.ts';

interface LiveTalk {
  /** Types of what came over the data channel. */
  readonly types: readonly string[];
  readonly ears: Ears;
  /** In the words of whoever carries it. */
  state(): string;
  /** Gives the code of what is wrong, if anything is. */
  hangUp(): Promise<string | undefined>;
}

interface Given extends Pick<EndpointOptions, 'endpoint' | 'profile'> {
  readonly token: string;
}

const talks: LiveTalk[] = [];

function toOptions({ token, ...options }: Given): EndpointOptions {
  return { ...options, api: 'live', getToken: () => token };
}

async function talkByPackage(given: Given): Promise<string> {
  const call = createCall(toOptions(given));
  const types: string[] = [];
  const troubles: string[] = [];
  call.on('event', ({ type }) => types.push(type));
  call.on('trouble', ({ code }) => troubles.push(code));
  call.on('stream', ({ who, stream }) => {
    if (who !== 'answer') return;
    talks.push({
      types,
      ears: listen(stream),
      state: () => call.state.phase,
      hangUp: () => call.hangUp().then(() => troubles[0]),
    });
  });
  const { phase, error } = await call.start();
  return error?.code ?? phase;
}

async function talkByHelper(given: Given): Promise<string> {
  const live = new OpenAILiveWebRTC();
  const types: string[] = [];
  live.onEvent(({ type }) => types.push(type));
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of microphone.getTracks()) live.peerConnection.addTrack(track, microphone);
  let placed: PlacedCall | undefined;
  await live.connect({
    exchangeSdp: exchangeSdp({
      ...toOptions(given),
      onCall(call) {
        placed = call;
      },
    }),
  });
  const [receiver] = live.peerConnection.getReceivers();
  const sound = new MediaStream(receiver ? [receiver.track] : []);
  // Chromium decodes what somebody plays.
  const speaker = new Audio();
  speaker.srcObject = sound;
  await speaker.play();
  talks.push({
    types,
    ears: listen(sound),
    state: () => live.state,
    async hangUp() {
      const error = await placed?.hangUp();
      for (const track of microphone.getTracks()) track.stop();
      return error?.code;
    },
  });
  return live.state;
}

Object.assign(window, { talks, talkByPackage, talkByHelper });
