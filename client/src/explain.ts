/**
 * The entry `realtime-token-client/explain`: the catalogue of what the browser, the data channel and, on the direct way,
 * the service say. `explain` of the main entry loads it when it is needed.
 *
 * @packageDocumentation
 */
import type { BrowserState, CatalogueEntry } from '../../src/diagnosis/catalogue-entry.ts';
import { explainEntry } from '../../src/diagnosis/explanation.ts';
import { rankSilence } from '../../src/diagnosis/rank-silence.ts';
import { CATALOGUE, recognise, recogniseEvent, recogniseState } from '../../src/diagnosis/recognise.ts';
import type { RealtimeEvent } from './call.ts';
import type { CallError } from './call-error.ts';
import { toEventSymptom } from './event-symptom.ts';
import type { Explanation } from './explanation.ts';

export type { Audience, ExplainedCause, ExplainedStep, Explanation } from './explanation.ts';

/** Codes whose name in the catalogue is another. */
const STATES: Readonly<Record<string, BrowserState>> = {
  insecure_context: 'insecure_context',
  webrtc_unsupported: 'webrtc_unsupported',
  microphone_refused: 'microphone_refused',
  microphone_missing: 'microphone_missing',
  microphone_busy: 'microphone_busy',
  endpoint_unreachable: 'endpoint_unreachable',
  endpoint_origin_refused: 'endpoint_origin_refused',
  service_unreachable: 'azure_unreachable',
  service_origin_refused: 'azure_preflight_refused',
  media_blocked: 'ice_failed',
  no_sound: 'no_audio_back',
  connection_lost: 'channel_closed',
  channel_closed: 'channel_closed',
};

/**
 * Explains an error without asking the endpoint; `undefined` for what the catalogue does not know.
 *
 * @example
 * const explanation = explainHere(call.state.error);
 */
export function explainHere(error: CallError): Explanation | undefined {
  const entry = entryOf(error);
  return entry && explainEntry(entry);
}

/**
 * Explains an event of the data channel that reports trouble, such as `error` or a failed `response.done`; `undefined`
 * for one that reports none.
 *
 * @example
 * call.on('event', (event) => {
 *   const explanation = explainEvent(event);
 *   if (explanation) console.warn(explanation.title);
 * });
 */
export function explainEvent(event: RealtimeEvent): Explanation | undefined {
  const entry = recogniseEvent(toEventSymptom(event));
  return entry && explainEntry(entry);
}

function entryOf({ code, status, diagnosis, service, measured }: CallError): CatalogueEntry | undefined {
  if (diagnosis !== undefined) return CATALOGUE.find(({ id }) => id === diagnosis);
  const state = STATES[code];
  if (state !== undefined) return rankSilence(recogniseState(state), measured);
  if (code === 'service_silent') return recognise({ kind: 'timeout', operation: 'calls' });
  if (code === 'answer_not_sdp') return recognise({ kind: 'invalid', operation: 'calls' });
  if (code !== 'service_refused') return undefined;
  const { isForeign = false, ...said } = service ?? {};
  return recognise({
    kind: 'answered',
    operation: 'calls',
    ...said,
    ...(status === undefined ? {} : { status }),
    ...(isForeign ? { foreign: true } : {}),
  });
}
