/** The microphone, or why there is none: a browser says it with the name of an error. */
import { err, ok, type Result } from '../../src/lib/result.ts';
import { browserError, type CallError, type ClientErrorCode } from './call-error.ts';
import type { Ports } from './ports.ts';
import { nameOf } from './step.ts';
import { within } from './within.ts';

/** Names of DOMException, W3C Media Capture and Streams section 10.2. */
const CODES: Readonly<Record<string, ClientErrorCode>> = {
  NotAllowedError: 'microphone_refused',
  SecurityError: 'microphone_refused',
  NotFoundError: 'microphone_missing',
  OverconstrainedError: 'microphone_missing',
  NotReadableError: 'microphone_busy',
  AbortError: 'microphone_busy',
};

/** A person looks for the button that allows it. */
const LIMIT_MS = 120_000;

export async function openMicrophone(ports: Ports, signal: AbortSignal): Promise<Result<MediaStream, CallError>> {
  const { isSecure, hasMicrophone } = ports.environment();
  if (!isSecure) return err(browserError('insecure_context'));
  if (!hasMicrophone) return err(browserError('webrtc_unsupported'));
  try {
    const opening = ports.openMicrophone();
    const stream = await within(ports, () => opening, LIMIT_MS, signal);
    if (stream) return ok(stream);
    // Allowed after all, when nobody is on the line any more: it is switched off at once.
    opening.then(stopTracks, () => undefined);
    return err(browserError('microphone_refused', { isUnanswered: true }));
  } catch (cause) {
    const name = nameOf(cause);
    const code = CODES[name];
    if (code === undefined) throw cause;
    return err(browserError(code, { name }, cause));
  }
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
