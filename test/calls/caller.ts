/**
 * A caller for the tests: werift as the offering side, speaking packets that it makes up, on loopback only. Nothing of
 * it decodes sound, and neither does the service, so any bytes are good.
 */
import {
  MediaStreamTrack,
  type RTCDataChannel,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RTCRtpTransceiver,
  RtpHeader,
  RtpPacket,
  useAudioLevelIndication,
} from 'werift';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { until } from './until.ts';

/** Of the emulated Azure, in this process or another. */
export interface Resource {
  readonly url: string;
  /** Of its managed identity, for Azure OpenAI. */
  readonly token: string;
}

export interface CallEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly event_id: string;
}

/** What came back for an offer. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** SDP; what else came where there is none. */
  readonly answer: string;
  readonly id: string;
}

export interface Caller extends Answered {
  readonly offer: string;
  readonly pc: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly events: readonly CallEvent[];
  /** Payloads of what came back as sound. */
  readonly heard: readonly Buffer[];
  types(): readonly string[];
  /** The `count`th event of that type. */
  event(type: string, count?: number): Promise<CallEvent>;
  say(event: Record<string, unknown> | string): void;
  /** Sends packets all at once, because the service counts them and not milliseconds; gives back what is in them. */
  speak(packets: number, level?: number): readonly Buffer[];
  close(): Promise<void>;
}

export interface CallerOptions {
  /** Of the mint. */
  readonly session?: Readonly<Record<string, unknown>>;
  readonly secret?: string;
  readonly query?: string;
  /** The first is spoken; Opus alone unless others are wanted. */
  readonly codecs?: readonly RTCRtpCodecParameters[];
  /** Sees each datagram of the service that is not ICE's, from the first one. */
  readonly received?: (datagram: Buffer) => void;
}

/** -dBov. */
const LOUD = 15;
export const QUIET = 100;
/** Ends a turn with the 200 ms that are the default. */
export const PACKETS_OF_SILENCE = 10;
export const CALLS_PATH = '/openai/v1/realtime/calls';

const LOOPBACK = '127.0.0.1';
const LEVEL_EXTENSION_ID = 1;

/** Who may mint there, and hang up. */
export async function resourceOf({ urls, environment }: EmulatedAzure): Promise<Resource> {
  const { IDENTITY_ENDPOINT = '', IDENTITY_HEADER = '', AZURE_CLIENT_ID = '' } = environment;
  const query = new URLSearchParams({
    'api-version': '2019-08-01',
    resource: 'https://cognitiveservices.azure.com',
    client_id: AZURE_CLIENT_ID,
  });
  const response = await fetch(`${IDENTITY_ENDPOINT}?${query}`, { headers: { 'x-identity-header': IDENTITY_HEADER } });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return { url: urls.openai, token };
}

export async function mintSecret({ url, token }: Resource, session: CallerOptions['session'] = {}): Promise<string> {
  const response = await fetch(`${url}/openai/v1/realtime/client_secrets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session: { type: 'realtime', model: 'gpt-realtime-mini', ...session } }),
  });
  const { value } = (await response.json()) as { value: string };
  return value;
}

export function postOffer(
  { url }: Resource,
  secret: string,
  offer: string,
  { query = '', headers = {} }: { readonly query?: string; readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(`${url}${CALLS_PATH}${query}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/sdp', ...headers },
    body: offer,
  });
}

interface Offerer {
  readonly pc: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly transceiver: RTCRtpTransceiver;
  readonly offer: string;
}

/** One end of a call that knows no address but this machine's. */
export function createLoopbackPeer(codecs: readonly RTCRtpCodecParameters[] = [opus()]): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: { audio: codecs },
    headerExtensions: { audio: [useAudioLevelIndication()] },
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [LOOPBACK],
    iceInterfaceAddresses: { udp4: LOOPBACK },
    // Without it an offering werift leaves two sockets open.
    bundlePolicy: 'max-bundle',
  });
}

/** Once its channel is made: it asks nobody for its address. */
export function addMicrophone(pc: RTCPeerConnection): RTCRtpTransceiver {
  const transceiver = pc.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendrecv' });
  for (const { connection } of pc.iceTransports) connection.stunServer = undefined;
  return transceiver;
}

async function createOfferer(codecs: readonly RTCRtpCodecParameters[]): Promise<Offerer> {
  const pc = createLoopbackPeer(codecs);
  const channel = pc.createDataChannel('oai-events');
  const transceiver = addMicrophone(pc);
  await pc.setLocalDescription(await pc.createOffer());
  return { pc, channel, transceiver, offer: pc.localDescription?.sdp ?? '' };
}

export function opus(): RTCRtpCodecParameters {
  const parameters = 'minptime=10;useinbandfec=1';
  return new RTCRtpCodecParameters({
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    payloadType: 96,
    parameters,
  });
}

/** Of G.711 and G.722: RFC 3551, table 4. */
export function narrow(name: string, payloadType: number): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({ mimeType: `audio/${name}`, clockRate: 8_000, channels: 1, payloadType });
}

/** A good offer of which nothing is left open, for requests that are refused. */
export async function anOffer(codecs = [opus()]): Promise<string> {
  const { pc, offer } = await createOfferer(codecs);
  await pc.close();
  return offer;
}

/** Posts its offer, and connects if it gets a call for it. */
export function call(resource: Resource, options: CallerOptions = {}): Promise<Caller> {
  return join(options, async (offer) => {
    const secret = options.secret ?? (await mintSecret(resource, options.session));
    const response = await postOffer(resource, secret, offer, { query: options.query ?? '' });
    const id = response.headers.get('location')?.split('/').at(-1) ?? '';
    return { status: response.status, headers: response.headers, answer: await response.text(), id };
  });
}

/** Of either voice API, which differ in how an offer is posted. */
export async function join(
  { codecs = [opus()], received }: Pick<CallerOptions, 'codecs' | 'received'>,
  post: (offer: string) => Promise<Answered>,
): Promise<Caller> {
  const { pc, channel, transceiver, offer } = await createOfferer(codecs);
  const events: CallEvent[] = [];
  const heard: Buffer[] = [];
  channel.onMessage.subscribe((message) => events.push(JSON.parse(message.toString())));
  const answered = await post(offer);
  for (const { connection } of pc.iceTransports) connection.onData.subscribe((data) => received?.(data));
  if (answered.status === 201) {
    await pc.setRemoteDescription({ type: 'answer', sdp: answered.answer });
    transceiver.receiver.track.onReceiveRtp.subscribe(({ payload }) => heard.push(Buffer.from(payload)));
  }
  let sequenceNumber = 1;
  const types = () => events.map(({ type }) => type);
  return {
    ...answered,
    offer,
    pc,
    channel,
    events,
    heard,
    types,
    event: (type, count = 1) =>
      until(
        () => events.filter((event) => event.type === type)[count - 1],
        () => `${type} number ${count} among ${types().join(', ')}`,
      ),
    say: (event) => channel.send(typeof event === 'string' ? event : JSON.stringify(event)),
    speak: (packets, level = LOUD) =>
      Array.from({ length: packets }, () => {
        const payload = Buffer.from([0x78, level, sequenceNumber >> 8, sequenceNumber & 0xff]);
        const header = new RtpHeader({
          sequenceNumber,
          timestamp: sequenceNumber * 960,
          payloadType: codecs[0]?.payloadType ?? 0,
          extension: true,
          extensions: [{ id: LEVEL_EXTENSION_ID, payload: Buffer.from([0x80 | level]) }],
        });
        transceiver.sender.sendRtp(new RtpPacket(header, payload)).catch(() => undefined);
        sequenceNumber += 1;
        return payload;
      }),
    close: () => pc.close(),
  };
}
