/** A call without any library: what stands around the snippets of README.md, whose text the test brings along. */
import { type Ears, listen } from './ears.ts';

interface Around {
  readonly peer: RTCPeerConnection;
  readonly offer: RTCSessionDescriptionInit;
}

interface PlainCall extends Pick<Ears, 'heard'> {
  readonly id: string | undefined;
  /** Types of the events that came on the data channel. */
  readonly events: readonly string[];
  readonly channelState: RTCDataChannelState;
  /** From now on the user speaks when an answer begins. */
  interruptAnswers(): void;
  close(): void;
}

const calls: PlainCall[] = [];

async function startCall(connect: (around: Around) => Promise<Response>): Promise<void> {
  const peer = new RTCPeerConnection();
  const sound = new Audio();
  const track = new Promise<MediaStream>((resolve) => {
    peer.ontrack = ({ streams: [stream = new MediaStream()] }) => {
      sound.srcObject = stream;
      resolve(stream);
    };
  });
  sound.autoplay = true;
  const channel = peer.createDataChannel('oai-events');
  const events: string[] = [];
  let interrupts = false;
  channel.onmessage = ({ data }) => {
    const { type } = JSON.parse(data);
    events.push(type);
    if (interrupts && type === 'output_audio_buffer.started') void speak();
  };
  const opened = new Promise((resolve) => {
    channel.onopen = resolve;
  });
  let microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const sender = microphone.getTracks().map((part) => peer.addTrack(part, microphone))[0];
  const offer = await peer.createOffer();
  await peer.setLocalDescription(offer);
  const answer = await connect({ peer, offer });
  await opened;
  const ears = listen(await track);

  /** The fake microphone begins anew when it is opened. */
  async function speak(): Promise<void> {
    stop(microphone);
    microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    await sender?.replaceTrack(microphone.getTracks()[0] ?? null);
  }
  await speak();
  calls.push({
    id: answer.headers.get('Location')?.split('/').at(-1),
    events,
    heard: ears.heard,
    get channelState() {
      return channel.readyState;
    },
    interruptAnswers() {
      interrupts = true;
    },
    close() {
      ears.stop();
      stop(microphone);
      peer.close();
    },
  });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

Object.assign(window, { calls, startCall });
