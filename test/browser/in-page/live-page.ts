/** A page that talks to GPT-Live by OpenAI’s own helper. The test is its server. */
import { OpenAILiveWebRTC } from 'openai/live/webrtc';
import { type Ears, listen } from './ears.ts';

/** Takes the offer to the service, and gives its answer back. */
declare function createSession(offer: string): Promise<string>;

interface LiveTalk extends Pick<Ears, 'heard'> {
  /** Types of what came over the data channel. */
  readonly types: readonly string[];
  /** Of the helper. */
  readonly state: string;
  hangUp(): void;
}

async function talk(): Promise<LiveTalk> {
  const connection = new OpenAILiveWebRTC();
  const types: string[] = [];
  connection.onEvent(({ type }) => types.push(type));
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of microphone.getTracks()) connection.peerConnection.addTrack(track, microphone);
  await connection.connect({ exchangeSdp: createSession });
  const [receiver] = connection.peerConnection.getReceivers();
  const sound = new MediaStream(receiver ? [receiver.track] : []);
  // Chromium decodes what somebody plays.
  const speaker = new Audio();
  speaker.srcObject = sound;
  await speaker.play();
  const { heard } = listen(sound);
  return {
    heard,
    types,
    get state() {
      return connection.state;
    },
    hangUp: () => connection.send({ type: 'session.close' }),
  };
}

Object.assign(window, { talk });
