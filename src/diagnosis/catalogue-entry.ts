/** The shape of what is known about a symptom: data, with its sources. */

/** What the caller of this endpoint is told; the table in src/problems/all-problems.ts says the rest. */
export type UpstreamCode =
  | 'upstream_auth'
  | 'deployment_not_found'
  | 'deployment_not_realtime'
  | 'deployment_not_live'
  | 'upstream_rejected'
  | 'offer_refused'
  | 'upstream_rate_limited'
  | 'upstream_error'
  | 'upstream_timeout'
  | 'upstream_invalid_response';

/** Which of Azure OpenAI's routes was called. */
export type Operation = 'client_secrets' | 'calls' | 'live_sessions';

/** What was seen of Azure OpenAI's side of one request. */
export interface UpstreamSymptom {
  /** `answered`: an HTTP answer that is no success; `invalid`: a success that is not the one documented. */
  readonly kind: 'answered' | 'unreachable' | 'interrupted' | 'timeout' | 'invalid';
  /** Without it, a mint's. */
  readonly operation?: Operation;
  readonly status?: number;
  /** The error's code as text, whichever envelope it came in. */
  readonly code?: string;
  /** The error's message. Compared here, never logged and never shown: it may quote a credential. */
  readonly message?: string;
  /** An answer that has neither Azure's request id nor one of its envelopes: something on the way made it. */
  readonly foreign?: boolean;
}

/** What a page sees that no HTTP answer says. */
export const BROWSER_STATES = [
  'insecure_context',
  'webrtc_unsupported',
  'microphone_refused',
  'microphone_missing',
  'microphone_busy',
  /** No answer of this endpoint, and none to a request without CORS either. */
  'endpoint_unreachable',
  /** No answer that the page may read, although the endpoint answers others. */
  'endpoint_origin_refused',
  /** The same two of Azure OpenAI's /calls. */
  'azure_unreachable',
  'azure_preflight_refused',
  /** setRemoteDescription was given something that is no SDP. */
  'answer_not_sdp',
  /** After a 201. */
  'ice_failed',
  'no_audio_back',
  /** Five seconds after the data channel has opened. */
  'session_update_unanswered',
  'call_limit_reached',
  'channel_closed',
] as const;
export type BrowserState = (typeof BROWSER_STATES)[number];

/** What an event of the data channel says. */
export interface EventSymptom {
  /** Of the server's event: `error`, `response.done`, … */
  readonly type: string;
  /** Of its error; of a response that is incomplete and of a session that has closed, the reason. */
  readonly code?: string;
  readonly message?: string;
}

/** How a symptom is known. Every member that is present must match. */
export interface UpstreamPattern {
  readonly kind: UpstreamSymptom['kind'];
  readonly operation?: Operation;
  readonly status?: readonly number[];
  readonly code?: RegExp;
  readonly message?: RegExp;
  readonly foreign?: true;
}
export interface EventPattern {
  readonly type: string;
  readonly code?: RegExp;
  readonly message?: RegExp;
}

/** A command of the Azure CLI whose names after `$` are the reader's to fill in, a sentence, or both. */
export type Steps = { readonly run: string; readonly say?: string } | { readonly say: string };

/** For whoever has this endpoint; and, where they differ, for whoever asks Azure with code of their own. */
export type Advice = Steps & {
  readonly ownCode?: Steps;
  /** Where `realtime:targets` is set, whose members stand in the place of other keys. */
  readonly withTargets?: Steps;
};

export interface Cause {
  /** Stable within its entry, kebab-case. */
  readonly id: string;
  readonly cause: string;
  /** What tells this cause apart from the others. */
  readonly check: Advice;
  readonly fix: Advice;
}

/** Of the pattern and causes: documented, reported by others, recorded traffic, or concluded by us. */
export type Confidence = 'documented' | 'recorded' | 'reported' | 'inferred';

export interface CatalogueEntry {
  /** Stable, kebab-case; `/api/problems/<id>` serves its page. */
  readonly id: string;
  readonly title: string;
  /** As people paste it into a search box: Azure's own words where there are any. */
  readonly seenAs: readonly [string, ...string[]];
  /** Most likely first. */
  readonly causes: readonly [Cause, ...Cause[]];
  readonly source: string;
  readonly confidence: Confidence;
}

/** What Azure OpenAI answers over HTTP, and what the caller of this endpoint is told of it. */
export interface UpstreamEntry extends CatalogueEntry {
  readonly patterns: readonly [UpstreamPattern, ...UpstreamPattern[]];
  readonly code: UpstreamCode;
  /** In place of the status that goes with `code`. */
  readonly callerStatus?: 503;
  /** False where somebody has to act, although status and headers speak of waiting. */
  readonly waitingHelps?: false;
}

export interface EventEntry extends CatalogueEntry {
  readonly patterns: readonly [EventPattern, ...EventPattern[]];
}

export interface BrowserEntry extends CatalogueEntry {
  readonly states: readonly [BrowserState, ...BrowserState[]];
}
