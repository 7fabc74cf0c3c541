/**
 * The entry `realtime-token-client/preflight`: whether calls will work from here, before somebody needs one.
 *
 * @packageDocumentation
 */
import { createBrowserPorts } from './browser-ports.ts';
import type { CallOptions } from './call.ts';
import type { Measured } from './call-error.ts';
import { preflightBy } from './preflight-by.ts';

/** What is looked at, in this order. `call`: the endpoint gives one. `media`: sound finds a way. */
export type PreflightCheckId = 'microphone' | 'endpoint' | 'origin' | 'token' | 'call' | 'media' | 'loudness';

export interface PreflightCheck {
  readonly id: PreflightCheckId;
  /** `skipped`: a check before it failed, or this browser does not measure it. */
  readonly state: 'ok' | 'failed' | 'skipped';
  /** Where it failed: as {@link CallError.code} has it, or `microphone_silent`. */
  readonly code?: string;
  readonly message?: string;
  readonly measured?: Measured;
}

/** Plain data without a secret: to show, or to send to whoever helps. */
export interface PreflightReport {
  /** The code of the first check that failed; `cancelled` where the signal ended it before. */
  readonly verdict: 'ok' | 'cancelled' | (string & {});
  readonly checks: readonly PreflightCheck[];
  readonly endpoint: string;
  readonly profile?: string;
  readonly callId?: string;
  /** What the endpoint’s operator finds a refusal by in the log. */
  readonly requestId?: string;
  /** ISO 8601. */
  readonly at: string;
  readonly userAgent: string;
}

/** What {@link preflight} takes. */
export interface PreflightOptions extends Omit<CallOptions, 'audio'> {
  /** Told of each check once it is known. */
  readonly onCheck?: (check: PreflightCheck) => void;
  /** Ends it early, with what is known by then. */
  readonly signal?: AbortSignal;
}

/**
 * Tries everything that a call needs: the microphone, the endpoint, its CORS, the token, and one real call of five
 * seconds, over which the user says something.
 *
 * **It costs what a call costs:** a unit of the caller’s quota and a place on the line for five seconds. Ask the user
 * first, and begin it by a button. It never rejects.
 *
 * @example
 * test.onclick = async () => {
 *   const report = await preflight({ endpoint, getToken, onCheck: ({ id, state }) => show(id, state) });
 *   if (report.verdict !== 'ok') await sendToSupport(JSON.stringify(report));
 * };
 */
export function preflight(options: PreflightOptions): Promise<PreflightReport> {
  // The answer is measured and not played: the microphone would hear it.
  const ports = createBrowserPorts({ microphone: options.microphone, audio: false });
  return preflightBy(ports, options, navigator.userAgent);
}
