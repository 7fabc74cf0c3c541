/**
 * What makes an offer one that can be answered, before WebRTC sees it: werift takes `v=0` alone, and garbage, for an
 * offer without media.
 */

const NEEDED = [/^m=audio [1-9]\d* UDP\/TLS\/RTP\/SAVPF /, /^a=ice-ufrag:/, /^a=ice-pwd:/, /^a=fingerprint:/];
/**
 * Candidates of the caller. None is needed, each `.local` one would be a question to the network, and with the end of
 * candidates but no candidate werift gives up at once.
 */
const CANDIDATES = /^a=(?:candidate:|end-of-candidates)/;

/** OpenAI reads lines up to their ends, and meets the end of the text within the last one. Without a line it is no SDP. */
export function lacksLastEnd(body: Buffer): boolean {
  const text = body.toString('utf8');
  return /^v=0\r?\n/.test(text) && !text.endsWith('\n');
}

/** The offer without its candidates; `undefined` when it cannot be answered. */
export function readOffer(body: Buffer): string | undefined {
  const lines = body.toString('utf8').split(/\r?\n/);
  if (lines[0] !== 'v=0') return undefined;
  if (!NEEDED.every((pattern) => lines.some((line) => pattern.test(line)))) return undefined;
  return lines.filter((line) => !CANDIDATES.test(line)).join('\r\n');
}
