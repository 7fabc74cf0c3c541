/**
 * For whom a request is. An app that speaks for its end users says it with each request, in a header that nobody else
 * may send. The end user is the caller then, below that app.
 */
import type { JWTPayload } from 'jose';
import { err, ok, type Result } from '../lib/result.ts';
import type { AuthError } from './auth-error.ts';
import { type Caller, type Others, pseudonymsOf } from './caller.ts';
import { DEFAULT_HEADER } from './on-behalf.ts';
import { mayBePerson, rolesOf } from './permission.ts';
import type { CallerRule } from './settings.ts';

/** Of whom a token is. */
export interface Holder {
  readonly caller: Caller;
  /** What names them, now and in earlier versions. */
  readonly keys: readonly [key: string, former: string];
  /** The rule by which they speak for their end users. */
  readonly speaksBy: CallerRule | undefined;
}

/** Of a request: names have no case. */
export interface RequestHeaders {
  get(name: string): string | null;
}

const NOBODY: Others = { rules: [] };
const MAX_VALUE_LENGTH = 256;
/**
 * Visible ASCII without a comma: the Functions host joins by commas what was sent more than once (RFC 9110 section 5.3),
 * and a list names nobody.
 */
export const END_USER_PATTERN = new RegExp(`^[\\x21-\\x2b\\x2d-\\x7e]{1,${MAX_VALUE_LENGTH}}$`);

/** Names in small letters. The usual one is always among them: whoever sends it means it. */
export function onBehalfHeaders(rules: readonly Pick<CallerRule, 'onBehalf'>[]): readonly string[] {
  return [...new Set([DEFAULT_HEADER, ...rules.flatMap(({ onBehalf }) => onBehalf?.header ?? [])])];
}

/** Only an app’s own token does: people can be given the same role. */
export function mayState(claims: JWTPayload, rule: CallerRule): boolean {
  return rule.onBehalf !== undefined && !mayBePerson(claims) && rolesOf(claims, rule).includes(rule.onBehalf.role);
}

/** @param rules all of the setting, whoever they admit. */
export function forWhom(
  headers: RequestHeaders,
  rules: readonly CallerRule[],
  { caller, keys, speaksBy }: Holder,
  salts: Parameters<typeof pseudonymsOf>[1],
): Result<Caller, AuthError> {
  const sent = onBehalfHeaders(rules).filter((name) => headers.get(name) !== null);
  const refused = (header: string, isFromPage: boolean) =>
    err<AuthError>({ reason: 'end_user_refused', header, isFromPage, callerHash: caller.hash });
  const header = speaksBy?.onBehalf?.header;
  const foreign = sent.find((name) => name !== header);
  if (foreign !== undefined) return refused(foreign, false);
  if (!speaksBy || header === undefined) return ok(caller);
  // A page that has such an app’s token could be anybody’s.
  if (sent.length > 0 && headers.get('origin') !== null) return refused(header, true);
  const value = headers.get(header) ?? '';
  if (!END_USER_PATTERN.test(value)) return err({ reason: 'end_user_required', header, callerHash: caller.hash });
  const [key, former] = keys;
  const hashes = pseudonymsOf([endUserKey(key, value), endUserKey(former, value)], salts);
  return ok(toEndUser(caller, hashes, rules.indexOf(speaksBy)));
}

/** Nobody outside that app has it, whatever they are called there. */
function endUserKey(appKey: string, value: string): string {
  return JSON.stringify([appKey, 'for', value]);
}

/** Counted as a person, and without the app’s rights over others. */
function toEndUser(
  app: Caller,
  [hash, ...formerHashes]: readonly [hash: string, ...former: string[]],
  entry: number,
): Caller {
  return {
    ...app,
    hash,
    formerHashes,
    isOperator: false,
    isPerson: true,
    seesCallsOf: NOBODY,
    endsCallsOf: NOBODY,
    statedBy: { app: app.hash, formerApps: app.formerHashes, entry },
  };
}
