/** From the package's error to what this page explains: it knows Azure, which the package does not. */
import type { CallError, ClientErrorCode } from '../../../../client/src/call-error.ts';
import type { BrowserState } from '../../../../src/diagnosis/catalogue-entry.ts';
import { browserFailure, type Failure, type PageSymptom } from './failure.ts';
import { redactText } from './redact-value.ts';

type Symptom = BrowserState | PageSymptom;

const SYMPTOMS: Readonly<Record<Exclude<ClientErrorCode, 'service_refused' | 'service_silent'>, Symptom>> = {
  insecure_context: 'insecure_context',
  webrtc_unsupported: 'webrtc_unsupported',
  microphone_refused: 'microphone_refused',
  microphone_missing: 'microphone_missing',
  microphone_busy: 'microphone_busy',
  token_unavailable: 'page_fault',
  endpoint_unreachable: 'endpoint_unreachable',
  endpoint_origin_refused: 'endpoint_origin_refused',
  endpoint_silent: 'endpoint_silent',
  answer_unreadable: 'answer_unreadable',
  service_unreachable: 'azure_unreachable',
  service_origin_refused: 'azure_preflight_refused',
  answer_not_sdp: 'answer_not_sdp',
  media_blocked: 'ice_failed',
  connection_lost: 'ice_failed',
  channel_closed: 'channel_closed',
  no_sound: 'no_audio_back',
  hang_up_unconfirmed: 'hang_up_unconfirmed',
  unexpected: 'page_fault',
};

export function toFailure(error: CallError): Failure {
  const { source, status = 0, code, diagnosis, message, retryAfterSeconds, service } = error;
  if (source === 'endpoint') {
    return {
      kind: 'problem',
      status,
      code,
      ...(diagnosis === undefined ? {} : { diagnosis }),
      ...(message === code ? {} : { detail: redactText(message) }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }
  if (code === 'service_silent') return { kind: 'azure', seen: 'timeout' };
  if (code === 'service_refused') {
    const { isForeign = false, ...said } = service ?? {};
    return { kind: 'azure', seen: 'answered', status, ...said, ...(isForeign ? { foreign: true } : {}) };
  }
  return browserFailure(symptomOf(code), detailOf(error), error.measured);
}

function symptomOf(code: string): Symptom {
  return Object.hasOwn(SYMPTOMS, code) ? SYMPTOMS[code as keyof typeof SYMPTOMS] : 'page_fault';
}

/** What the browser itself said goes with it: its own words are what people search for. */
function detailOf({ message, cause }: CallError): string {
  const { name, message: said } = { name: undefined, message: undefined, ...pick(cause) };
  return said === undefined ? message : `${message} The browser says ${name}: ${redactText(said)}`;
}

/** A DOMException is not an Error everywhere, so only its members count. */
function pick(cause: unknown): { readonly name: string; readonly message: string } | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const [name, message] = ['name', 'message'].map((member) => String(Reflect.get(cause, member) ?? ''));
  return { name: name ?? '', message: message ?? '' };
}
