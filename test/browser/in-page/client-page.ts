/** A page that has the package for pages, and openai-node beside it. */
import { OpenAIRealtimeWebRTC } from 'openai/realtime/webrtc';
import { type Call, type CallError, type CallOptions, createCall, exchangeSdp } from '../../../client/src/index.ts';
import { type Ears, listen } from './ears.ts';

interface PageCall {
  readonly call: Call;
  /** Types of the service’s events. */
  readonly events: readonly string[];
  readonly countdown: readonly number[];
  readonly troubles: readonly CallError[];
  ears?: Ears;
}

interface Given extends Pick<CallOptions, 'endpoint' | 'profile' | 'way'> {
  readonly token: string;
}

const calls: PageCall[] = [];

function makeCall({ token, ...options }: Given): PageCall {
  const call = createCall({ ...options, getToken: () => token });
  const made = { call, events: [] as string[], countdown: [] as number[], troubles: [] as CallError[] };
  const page: PageCall = made;
  call.on('event', ({ type }) => made.events.push(type));
  call.on('countdown', (seconds) => made.countdown.push(seconds));
  call.on('trouble', (error) => made.troubles.push(error));
  call.on('stream', ({ who, stream }) => {
    if (who === 'answer') page.ears = listen(stream);
  });
  calls.push(page);
  return page;
}

/** The phase that the first press led to. */
async function talk(given: Given): Promise<string> {
  const { phase, error } = await makeCall(given).call.start();
  return error?.code ?? phase;
}

/** openai-node’s helper with the package’s exchange; resolves with the call’s id once it is connected. */
async function talkByOpenAi({ token, ...options }: Given): Promise<string | undefined> {
  const realtime = new OpenAIRealtimeWebRTC();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of microphone.getTracks()) realtime.peerConnection.addTrack(track, microphone);
  let callId: string | undefined;
  const exchange = exchangeSdp({
    ...options,
    getToken: () => token,
    onCall(call) {
      callId = call.callId;
      Object.assign(window, { openAiCall: call, openAiRealtime: realtime });
    },
  });
  await realtime.connect({ exchangeSdp: exchange });
  return callId;
}

Object.assign(window, { calls, makeCall, talk, talkByOpenAi });
