/** The shape of what is known about a symptom: data, with its sources. */

/** What the caller of this endpoint is told; the table in src/http/problem-codes.ts says the rest. */
export type UpstreamCode =
  | 'upstream_auth'
  | 'deployment_not_found'
  | 'deployment_not_realtime'
  | 'upstream_rejected'
  | 'upstream_rate_limited'
  | 'upstream_error'
  | 'upstream_timeout'
  | 'upstream_invalid_response';

/** Which of Azure OpenAI's routes was called. */
export type Operation = 'client_secrets' | 'calls';

/** What was seen of Azure OpenAI's side of one request. */
export interface Symptom {
  /** `answered`: an HTTP answer that is no success; `invalid`: a success that is not the one documented. */
  readonly kind: 'answered' | 'unreachable' | 'interrupted' | 'timeout' | 'invalid' | 'lifetime';
  /** Without it, a mint's. */
  readonly operation?: Operation;
  readonly status?: number;
  /** The error's code as text, whichever envelope it came in. */
  readonly code?: string;
  /** The error's message. Compared here, never logged and never shown: it may quote a credential. */
  readonly message?: string;
}

/** How a symptom is known. Every member that is present must match. */
export interface Pattern {
  readonly kind: Symptom['kind'];
  readonly operation?: Operation;
  readonly status?: readonly number[];
  readonly code?: RegExp;
  readonly message?: RegExp;
}

/** A command of the Azure CLI whose names after `$` and in `<>` are the reader's to fill in, a sentence, or both. */
export type Advice = { readonly run: string; readonly say?: string } | { readonly say: string };

export interface Cause {
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
  readonly patterns: readonly Pattern[];
  /** Most likely first. */
  readonly causes: readonly [Cause, ...Cause[]];
  readonly source: string;
  readonly confidence: Confidence;
}

/** What Azure OpenAI answered to this service, and what the caller is told of it. */
export interface UpstreamEntry extends CatalogueEntry {
  readonly code: UpstreamCode;
  /** In place of the status that goes with `code`. */
  readonly callerStatus?: 503;
}
