/**
 * One issuer's keys, by OpenID Connect Discovery or where a rule names them. They are served while a successor is fetched behind, so an issuer
 * that is down for a while stops nobody whose key is known. A token with an unknown `kid` fetches them at once, for a
 * rotation, and then not again for half a minute: invented `kid`s must not become a storm on the issuer.
 */
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import { createCell } from '../lib/cell.ts';
import { type Clock, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { fetchJson, type NoDocument } from '../lib/fetch-json.ts';
import type { Send } from '../lib/http.ts';
import type { Log } from '../lib/log.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { AuthError } from './auth-error.ts';
import { readKeySet, type UsableKeys } from './key-set.ts';
import { differenceOf } from './spelling.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** Thrown inside jose's key look-up, which has no other way to say it, and caught by the verifier. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

/** Of an issuer that did not answer with keys, what it asked for: the cell waits for so long. */
type KeysError = Extract<AuthError, { reason: 'issuer_unavailable' }> & Partial<Pick<NoDocument, 'askedToWaitMs'>>;

const FRESH_MS = 10 * MS_PER_MINUTE;
/** How long a key that the issuer has withdrawn can still count while the issuer cannot be reached. */
const USABLE_MS = MS_PER_HOUR;
const UNKNOWN_KEY_COOLDOWN_MS = 30 * MS_PER_SECOND;
/** Discovery document and key set, one after the other. */
export const KEYS_TIMEOUT_MS = 4 * MS_PER_SECOND;
const DOCUMENT_TIMEOUT_MS = 3 * MS_PER_SECOND;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string() });

export interface IssuerKeys {
  readonly find: JWTVerifyGetKey;
  /** Fetches them where they are not held or ageing; nobody waits for it, and a failure is told to who comes next. */
  warmUp(): void;
}

export function createIssuerKeys(options: {
  readonly trusted: TrustedIssuer;
  readonly send: Send;
  readonly now: Clock;
  readonly log: Log;
}): IssuerKeys {
  const { trusted, now, log } = options;
  let forcedAt = Number.NEGATIVE_INFINITY;
  let reportedIgnored = 0;
  let forced: Promise<Result<JWTVerifyGetKey, KeysError>> | undefined;

  async function load() {
    const keySet = await fetchKeySet(options, trusted);
    if (!keySet.ok) return keySet;
    report(keySet.value);
    const at = now();
    return ok({
      value: createLocalJWKSet({ keys: [...keySet.value.keys] }),
      freshUntil: at + FRESH_MS,
      serveUntil: at + USABLE_MS,
      usableUntil: at + USABLE_MS,
    });
  }

  /** Told when it changes, not at each fetch. */
  function report({ keys, ignored }: UsableKeys): void {
    if (ignored === reportedIgnored) return;
    reportedIgnored = ignored;
    log.warn({ event: 'issuer_keys_ignored', issuer: trusted.issuer, ignored, kept: keys.length });
  }

  const cell = createCell<JWTVerifyGetKey, KeysError>({
    load,
    failed: (cause) => unavailable(cause instanceof Error ? cause.name : 'unknown'),
    now,
    timeoutMs: KEYS_TIMEOUT_MS,
    patienceMs: KEYS_TIMEOUT_MS,
    askedToWaitMs: (error) => error.askedToWaitMs,
  });

  /** Keys that are newer than `keys`, if there are any to be had. */
  async function newerThan(keys: JWTVerifyGetKey): Promise<JWTVerifyGetKey | undefined> {
    const latest = cell.peek().held?.value;
    if (latest !== keys) return latest;
    if (forced === undefined) {
      if (now() < forcedAt + UNKNOWN_KEY_COOLDOWN_MS) return undefined;
      forcedAt = now();
      forced = cell.refresh().finally(() => {
        forced = undefined;
      });
    }
    // Whoever comes while they are fetched waits for the same fetch: a rotation in traffic refuses nobody.
    return orThrow(await forced);
  }

  const find: JWTVerifyGetKey = async (header, token) => {
    // OpenID Connect Core section 10.1 leaves it out where there is one key only: such a token would count until the day on which
    // a second key is published, and choosing a key by trial is what kid is there to avoid.
    if (typeof header.kid !== 'string') throw new errors.JWKSNoMatchingKey();
    const before = cell.peek().held?.value;
    const keys = orThrow(await cell.get());
    // Keys that were fetched for this very token are as new as can be.
    const justFetched = keys !== before;
    try {
      return await keys(header, token);
    } catch (cause) {
      const newer = cause instanceof errors.JWKSNoMatchingKey && !justFetched ? await newerThan(keys) : undefined;
      if (newer === undefined) throw cause;
      return newer(header, token);
    }
  };

  return { find, warmUp: () => void cell.get() };
}

/** The keys, by way of discovery unless their address is known: also for whoever looks at an issuer from outside. */
export async function fetchKeySet(
  ports: Parameters<typeof fetchJson>[0],
  trusted: TrustedIssuer,
): Promise<Result<UsableKeys, KeysError>> {
  const url = 'jwksUrl' in trusted ? ok(trusted.jwksUrl) : await discoverKeys(ports, trusted);
  if (!url.ok) return url;
  const fetched = await fetchJson(ports, url.value, DOCUMENT_TIMEOUT_MS);
  if (!fetched.ok) return err(unavailable(`Keys: ${fetched.error.cause}`, fetched.error.askedToWaitMs));
  const usable = readKeySet(fetched.value);
  return usable && usable.keys.length > 0
    ? ok(usable)
    : err(unavailable('Keys: the document is no key set, or holds none that can be used.'));
}

async function discoverKeys(
  ports: Parameters<typeof fetchJson>[0],
  { issuer, discoveryUrl }: TrustedIssuer & { readonly discoveryUrl: string },
): Promise<Result<string, KeysError>> {
  const discovered = await fetchJson(ports, discoveryUrl, DOCUMENT_TIMEOUT_MS);
  if (!discovered.ok) return err(unavailable(`Discovery: ${discovered.error.cause}`, discovered.error.askedToWaitMs));
  const metadata = discoverySchema.safeParse(discovered.value);
  if (!metadata.success) return err(unavailable('Discovery: issuer or jwks_uri is missing.'));
  // OpenID Connect Discovery section 4.3: exactly the issuer that was asked for, or the document is somebody else's.
  if (metadata.data.issuer === issuer) return ok(metadata.data.jwks_uri);
  const difference = differenceOf(issuer, metadata.data.issuer);
  const how = difference === undefined ? '' : ` It differs from the one of realtime:callers ${difference}.`;
  return err(unavailable(`Discovery: the document names another issuer.${how}`));
}

function unavailable(cause: string, askedToWaitMs?: number): KeysError {
  return { reason: 'issuer_unavailable', cause, askedToWaitMs };
}

function orThrow<T>(result: Result<T, KeysError>): T {
  if (result.ok) return result.value;
  throw new IssuerUnavailable(result.error.cause);
}
