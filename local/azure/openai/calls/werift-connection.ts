/**
 * A connection of werift, set up as the service's end of a call, and everything that is peculiar about werift 0.25.2
 * (which is why its version is pinned). All of it stays on 127.0.0.1: no interface of the machine is looked at and no
 * name is asked for.
 */
import { randomBytes } from 'node:crypto';
import type { DtlsClient, RTCPeerConnection, RTCRtpTransceiver, RtpHeader, RtpPacket } from 'werift';

export interface Connection {
  readonly pc: RTCPeerConnection;
  toPacket(header: ConstructorParameters<typeof RtpHeader>[0], payload: Buffer): RtpPacket;
}

const LOOPBACK = '127.0.0.1';
/** As Azure's answer has it; what is sent is bounded by what the caller takes. */
const MAX_MESSAGE_SIZE = 1_073_741_823;
/** Well above the records of a handshake. */
const RECORDS_TO_SKIP = 64;
/** RFC 6347, 4.3.2. */
const HELLO_VERIFY_REQUEST = 3;

export async function createConnection(checked: () => void): Promise<Connection> {
  // Loaded with the first call: who only mints does not wait half a second for it.
  const werift = await import('werift');
  const opus = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: 'minptime=10;useinbandfec=1' };
  const pc = new werift.RTCPeerConnection({
    codecs: {
      audio: [
        new werift.RTCRtpCodecParameters(opus),
        new werift.RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8_000, channels: 1, payloadType: 0 }),
        new werift.RTCRtpCodecParameters({ mimeType: 'audio/PCMA', clockRate: 8_000, channels: 1, payloadType: 8 }),
      ],
      video: [],
    },
    // How the user is heard without a decoder. Azure's answer does not have it.
    headerExtensions: { audio: [werift.useAudioLevelIndication()] },
    iceServers: [],
    // No address of an interface is gathered; the one below is all there is.
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [LOOPBACK],
    // Without it the socket would be bound to every interface.
    iceInterfaceAddresses: { udp4: LOOPBACK },
    iceFilterStunResponse() {
      checked();
      return true;
    },
    maxMessageSize: MAX_MESSAGE_SIZE,
  });
  return {
    pc,
    toPacket: (header, payload) => new werift.RtpPacket(new werift.RtpHeader(header), payload),
  };
}

/** werift's own answer, with the socket open and waiting. */
export async function answerOffer(pc: RTCPeerConnection, transceiver: RTCRtpTransceiver): Promise<string> {
  transceiver.direction = 'sendrecv';
  doNotAskStun(pc);
  useLongCredentials(pc);
  doNotReuseRecordNumbers(pc);
  doNotFailAtRepeatedVerification(pc);
  await pc.setLocalDescription(await pc.createAnswer());
  return pc.localDescription?.sdp ?? '';
}

/**
 * Defect: with `iceServers: []` werift asks a public STUN server, by name. That is two look-ups a call, and without
 * internet up to five seconds before the answer.
 */
function doNotAskStun(pc: RTCPeerConnection): void {
  for (const { connection } of pc.iceTransports) connection.stunServer = undefined;
}

/**
 * Defect: as DTLS client werift sends Finished with record number 6 of its epoch and then counts from 1 again, so the
 * sixth record is dropped as a replay, and SCTP needs a second to send it again.
 */
function doNotReuseRecordNumbers(pc: RTCPeerConnection): void {
  for (const transport of pc.dtlsTransports) {
    transport.onStateChange.subscribe((state) => {
      if (state === 'connected' && transport.dtls) transport.dtls.dtls.recordSequenceNumber += RECORDS_TO_SKIP;
    });
  }
}

/**
 * Defect: when the caller takes longer than half a second for its HelloVerifyRequest, werift asks again, gets a second
 * one, and gives the handshake up because of it. Chromium sends none; other callers do, on a busy machine.
 */
function doNotFailAtRepeatedVerification(pc: RTCPeerConnection): void {
  for (const transport of pc.dtlsTransports) {
    transport.onStateChange.subscribe((state) => {
      // The client is made in the same turn, after this event, and says nothing for 100 ms.
      if (state === 'connecting') queueMicrotask(() => transport.dtls && ignoreRepeatedVerification(transport.dtls));
    });
  }
}

function ignoreRepeatedVerification(client: DtlsClient): void {
  const handle = client.onHandleHandshakes;
  client.onHandleHandshakes = (messages) =>
    handle(messages.filter(({ msg_type }) => msg_type !== HELLO_VERIFY_REQUEST || client.dtls.flight < 3));
}

/** Not a defect: Azure's credentials are longer than werift's, and the first of them names a server. */
function useLongCredentials(pc: RTCPeerConnection): void {
  for (const { connection } of pc.iceTransports) {
    connection.localUsername = `${randomBytes(4).toString('hex')}/realtime-api-emulated`;
    connection.localPassword = randomBytes(16).toString('hex');
    connection.userHistory[connection.localUsername] = connection.localPassword;
  }
}
