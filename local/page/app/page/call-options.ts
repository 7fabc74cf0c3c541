/** What the next call is made of, by what the page shows; or why there is none. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import type { CallOptions } from '../call/ports.ts';
import { parseAccessToken } from './access-token.ts';
import { parseBaseUrl } from './base-url.ts';
import { isLiveChosen, type PageState, type Refusal } from './page-state.ts';

export interface CallOrigin {
  readonly number: number;
  readonly callerTokenUrl: string;
  readonly pastedToken: () => string;
  readonly createCallerId: () => string;
}

export function toCallOptions(state: PageState, origin: CallOrigin): Result<CallOptions, Refusal> {
  return state.target === 'remote' ? toRemoteCall(state, origin) : toLocalCall(state, origin);
}

function toRemoteCall(
  { remoteUrl, way, profile }: PageState,
  { number, pastedToken }: CallOrigin,
): Result<CallOptions, Refusal> {
  const base = parseBaseUrl(remoteUrl);
  if (!base.ok) return err({ text: base.error, field: 'url' });
  const token = parseAccessToken(pastedToken());
  if (!token.ok) return err({ text: token.error, field: 'token' });
  const { value } = token;
  return ok({ number, endpoint: base.value, token: { kind: 'given', token: value }, way, profile, mistakes: {} });
}

function toLocalCall(
  state: PageState,
  { number, callerTokenUrl, createCallerId }: CallOrigin,
): Result<CallOptions, Refusal> {
  const { config, scenario, callerId, way, profile } = state;
  if (!config) return err({ text: 'The page’s own server does not answer. Is npm start still running?' });
  // A caller of its own for what is broken: six calls in a minute use up the quota of one, which is another lesson.
  const sub = scenario ? createCallerId() : callerId;
  const claims = { ...(sub === undefined ? {} : { sub }), ...scenario?.claims };
  return ok({
    number,
    endpoint: config.endpoint,
    token: { kind: 'control', url: callerTokenUrl, claims },
    ...(isLiveChosen(state) ? { api: 'live', way: 'relay' } : { way }),
    profile,
    mistakes: scenario?.mistakes ?? {},
  });
}
