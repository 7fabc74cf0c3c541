/**
 * The identity's token for Azure OpenAI, one cell a scope: fetched once for everybody, refreshed behind from half of
 * its life on, served to its last minute while the identity endpoint is in trouble.
 */
import { type Cell, createCell, type Held } from '../lib/cell.ts';
import { type Clock, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { TOKEN_SCOPES, type TokenScope } from '../lib/clouds.ts';
import { type CredentialFacts, describeCredentialError } from '../lib/credential-failure.ts';
import type { Log } from '../lib/log.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { readSdkRetryAfter } from '../lib/sdk-error.ts';

/** What is needed of a credential; Azure's SDKs have the same shape. */
export interface Credential {
  /** Rejects with the SDK's error. */
  getToken(scope: string): Promise<AccessToken | null>;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
  readonly refreshAfterTimestamp?: number | undefined;
}

export interface CredentialError extends Partial<Omit<CredentialFacts, 'cause'>> {
  readonly reason: 'credential_unavailable';
  /** A class name, or a sentence of ours: the SDK's own messages are not for logs that leave the machine. */
  readonly cause: string;
  /** By the identity endpoint, in its answer. */
  readonly askedToWaitMs?: number | undefined;
}

export type UpstreamTokens = Readonly<Record<TokenScope, Cell<string, CredentialError>>>;

/** Above the 0.5 to 6 s that a first token takes in Azure. The credential cannot be stopped, so only the wait ends. */
export const TOKEN_TIMEOUT_MS = 8 * MS_PER_SECOND;
/** A token this close to its end may expire on the way. */
const EXPIRY_MARGIN_MS = MS_PER_MINUTE;
/** The credential has a cache of its own and may hand out the same token again: ask it no more often than this. */
const MIN_FRESH_MS = 30 * MS_PER_SECOND;
/** What may stand in an Authorization header (RFC 6750 section 2.1, b64token). */
const HEADER_SAFE = /^[A-Za-z0-9._~+/=-]+$/;

interface TokenOptions {
  readonly credential: Credential;
  readonly now: Clock;
  readonly log: Log;
}

export function createUpstreamTokens(options: TokenOptions): UpstreamTokens {
  // A cell asks for nothing until somebody asks it: of another cloud's scopes no token is ever fetched.
  const cells = TOKEN_SCOPES.map((scope) => [scope, createTokenCell(scope, options)] as const);
  return Object.fromEntries(cells) as UpstreamTokens;
}

function createTokenCell(scope: TokenScope, { credential, now, log }: TokenOptions): Cell<string, CredentialError> {
  const report = (error: CredentialError): CredentialError => {
    const { reason: event, ...facts } = error;
    log.error({ event, scope, ...facts });
    return error;
  };
  return createCell<string, CredentialError>({
    load: async () => {
      const held = toHeld(await credential.getToken(scope), now());
      return held.ok ? held : err(report(held.error));
    },
    failed: (cause) =>
      report({
        reason: 'credential_unavailable',
        ...describeCredentialError(cause),
        askedToWaitMs: readSdkRetryAfter(cause, now),
      }),
    now,
    timeoutMs: TOKEN_TIMEOUT_MS,
    patienceMs: TOKEN_TIMEOUT_MS,
    askedToWaitMs: (error) => error.askedToWaitMs,
  });
}

function toHeld(token: AccessToken | null, at: number): Result<Held<string>, CredentialError> {
  const refused = (cause: string) => err<CredentialError>({ reason: 'credential_unavailable', cause });
  if (!token || !HEADER_SAFE.test(token.token)) return refused('The credential gave no usable token.');
  const usableUntil = token.expiresOnTimestamp - EXPIRY_MARGIN_MS;
  if (!Number.isSafeInteger(usableUntil) || usableUntil <= at) return refused('The credential gave an expired token.');
  const refreshAt = token.refreshAfterTimestamp ?? at + (token.expiresOnTimestamp - at) / 2;
  const freshUntil = Math.min(Math.max(refreshAt, at + MIN_FRESH_MS), usableUntil);
  return ok({ value: token.token, freshUntil, serveUntil: usableUntil, usableUntil });
}
