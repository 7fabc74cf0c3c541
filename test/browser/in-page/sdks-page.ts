/** What is seen from outside of a page that talks through the official SDKs. */
import { OpenAIRealtimeWebRTC, RealtimeAgent, RealtimeSession } from '@openai/agents-realtime';
import OpenAI from 'openai';
import { type Ears, listen } from './ears.ts';

/** As the functions of docs/clients.md return it. */
interface Talk {
  readonly session: RealtimeSession;
  readonly callId: string | undefined;
}

interface SdkCall extends Pick<Ears, 'heard'> {
  readonly id: string | undefined;
  /** Of the transport. */
  readonly status: string;
  /** Names of the tools that were called. */
  readonly tools: readonly string[];
  /** What the assistant has said, as text. */
  readonly said: readonly string[];
  say(text: string): void;
  /** As the service has them. */
  instructions(): Promise<string>;
  close(): void;
}

const calls: SdkCall[] = [];

async function talk(starting: Promise<Talk>): Promise<void> {
  const { session, callId } = await starting;
  const transport = session.transport as OpenAIRealtimeWebRTC;
  const tools: string[] = [];
  session.on('agent_tool_start', (_context, _agent, { name }) => tools.push(name));
  const [receiver] = transport.connectionState.peerConnection?.getReceivers() ?? [];
  const ears = listen(new MediaStream(receiver ? [receiver.track] : []));
  calls.push({
    id: callId,
    tools,
    heard: ears.heard,
    get status() {
      return transport.status;
    },
    get said() {
      return session.history.flatMap((item) =>
        item.type === 'message' && item.role === 'assistant'
          ? item.content.map((part) => (part.type === 'output_audio' ? (part.transcript ?? '') : part.text))
          : [],
      );
    },
    say: (text) => session.sendMessage(text),
    instructions: () =>
      new Promise((resolve) => {
        session.on('transport_event', (event) => {
          if (event.type === 'session.updated') resolve(event['session'].instructions);
        });
        transport.sendEvent({ type: 'session.update', session: { type: 'realtime' } });
      }),
    close() {
      ears.stop();
      session.close();
    },
  });
}

/** As the SDK's own documentation begins: with an agent that says nothing of instructions. */
async function talkUnprepared(url: string, apiKey: string, model: string): Promise<Talk> {
  const transport = new OpenAIRealtimeWebRTC({ useInsecureApiKey: true });
  const session = new RealtimeSession(new RealtimeAgent({ name: 'Assistant' }), { transport, model });
  await session.connect({ apiKey, url });
  return { session, callId: transport.callId };
}

/** The call's id, by openai-node in a page. */
async function relayByOpenAi(baseURL: string, apiKey: string): Promise<string | undefined> {
  const client = new OpenAI({ apiKey, baseURL, dangerouslyAllowBrowser: true });
  const peer = new RTCPeerConnection();
  peer.addTransceiver('audio');
  peer.createDataChannel('oai-events');
  const { sdp = '' } = await peer.createOffer();
  const answer = await client.realtime.calls.create({ sdp });
  return answer.headers.get('Location')?.split('/').at(-1);
}

Object.assign(window, { calls, talk, talkUnprepared, relayByOpenAi });
