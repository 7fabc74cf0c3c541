/** The microphone, or why there is none: a browser says it with the name of an error. */

import type { BrowserState } from '../../../../src/diagnosis/catalogue-entry.ts';
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import { messageOf, nameOf } from './error-words.ts';
import { browserFailure, type Failure } from './failure.ts';
import type { CallPorts } from './ports.ts';
import type { StageTeller } from './stage-runner.ts';

/** Names of DOMException, W3C Media Capture and Streams section 10.2. */
const SYMPTOMS: Readonly<Record<string, BrowserState>> = {
  NotAllowedError: 'microphone_refused',
  SecurityError: 'microphone_refused',
  NotFoundError: 'microphone_missing',
  OverconstrainedError: 'microphone_missing',
  NotReadableError: 'microphone_busy',
  AbortError: 'microphone_busy',
};

export async function openMicrophone(
  { environment, openMicrophone: open, listen }: CallPorts,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<MediaStream, Failure>> {
  const { isSecure, hasMicrophone } = environment();
  if (!isSecure) return err(browserFailure('insecure_context'));
  if (!hasMicrophone) return err(browserFailure('webrtc_unsupported'));
  try {
    const stream = await open();
    const [track] = stream.getAudioTracks();
    const { sampleRate, channelCount, echoCancellation } = track?.getSettings() ?? {};
    tell.note(track?.label || 'a microphone');
    tell.facts([
      { name: 'Device', value: track?.label || 'without a name' },
      ...(sampleRate === undefined ? [] : [{ name: 'Sample rate', value: `${sampleRate} Hz` }]),
      ...(channelCount === undefined ? [] : [{ name: 'Channels', value: String(channelCount) }]),
      ...(echoCancellation === undefined
        ? []
        : [{ name: 'Echo cancellation', value: echoCancellation ? 'on' : 'off' }]),
    ]);
    listen('you', stream, signal);
    return ok(stream);
  } catch (cause) {
    const name = nameOf(cause);
    const symptom = SYMPTOMS[name];
    if (symptom === undefined) throw cause;
    return err(browserFailure(symptom, `The browser says ${name}: ${messageOf(cause)}`));
  }
}
