/** Looking at something that may not be there, may not be ours to see, or may not answer. */
import { MS_PER_SECOND } from '../../src/lib/clock.ts';
import { readRetryAfter } from '../../src/lib/retry-after.ts';
import { az } from './az-commands.ts';

export type Look<T> =
  | { readonly seen: true; readonly value: T }
  /** Completes the sentence "skipped because …". */
  | { readonly seen: false; readonly because: string };

const CHALLENGE = 'www-authenticate';

/** Of one look, with its retries and its sign-in. */
export const LOOK_TIMEOUT_MS = 10_000;

export function seen<T>(value: T): Look<T> {
  return { seen: true, value };
}

export function unseen(because: string): Look<never> {
  return { seen: false, because };
}

/** @param what completes "you may not read …". */
export async function look<T>(what: string, ask: (abortSignal: AbortSignal) => Promise<T>): Promise<Look<T>> {
  try {
    return seen(await ask(AbortSignal.timeout(LOOK_TIMEOUT_MS)));
  } catch (error) {
    return unseen(describe(what, error));
  }
}

/** As `look`, where not being there is an answer too. */
export async function lookFor<T>(
  what: string,
  ask: (abortSignal: AbortSignal) => Promise<T>,
): Promise<Look<T | undefined>> {
  return look(what, async (abortSignal) => {
    try {
      return await ask(abortSignal);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
}

export async function then<T, U>(held: Promise<Look<T>>, next: (value: T) => Promise<Look<U>>): Promise<Look<U>> {
  const found = await held;
  return found.seen ? next(found.value) : found;
}

/** Each thing is looked at once, however many checks ask. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

/** Codes and statuses are Azure's own words and carry no secret; its messages are not passed on. */
function describe(what: string, error: unknown): string {
  const code = codeOf(error);
  const suffix = code === undefined ? '' : ` (${code})`;
  const status = statusOf(error);
  if (status !== undefined) return describeAnswer(what, error, { status, suffix, code });
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError' || name === 'TimeoutError') {
    return `reading ${what} had no answer within ${LOOK_TIMEOUT_MS / 1_000} s`;
  }
  return `${what} could not be reached${suffix || ` (${name || 'unknown error'})`}`;
}

function describeAnswer(
  what: string,
  error: unknown,
  { status, suffix, code }: { readonly status: number; readonly suffix: string; readonly code: string | undefined },
): string {
  if (code === 'InvalidAuthenticationTokenTenant') {
    const tenant = tenantOf(error);
    const signIn = tenant === undefined ? 'az login --tenant $TENANT' : az('login', '--tenant', tenant);
    return `you are signed in to another tenant than that of ${what}: ${signIn}`;
  }
  // The service did not believe who asks, so the answer says nothing about rights (RFC 9110 section 15.5.2).
  if (status === 401) return `your sign-in does not count for ${what}${suffix || ` (${status})`}: az login`;
  if (status === 403) return `you may not read ${what}${suffix || ` (${status})`}`;
  if (status === 404) return `${what} cannot be found${suffix}`;
  const wait = status === 429 ? waitOf(error) : undefined;
  return `reading ${what} got the answer ${status}${suffix}${wait === undefined ? '' : `, with a wait of ${wait} s`}`;
}

/** In seconds: of our own reading of it, or of the answer’s headers. */
function waitOf(error: unknown): number | undefined {
  const told = memberOf(error, 'waitSeconds');
  if (typeof told === 'number') return told;
  const headers = memberOf(memberOf(error, 'response'), 'headers');
  const get = memberOf(headers, 'get');
  if (typeof get !== 'function') return undefined;
  const waitMs = readRetryAfter({ get: (name) => Reflect.apply(get, headers, [name]) }, Date.now);
  return waitMs === undefined || waitMs === 0 ? undefined : Math.ceil(waitMs / MS_PER_SECOND);
}

function statusOf(error: unknown): number | undefined {
  const status = memberOf(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

function codeOf(error: unknown): string | undefined {
  const code = memberOf(error, 'code') ?? memberOf(memberOf(error, 'cause'), 'code');
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined;
}

/**
 * Which tenant Resource Manager wants a token of: in its challenge, `authorization_uri="https://login.windows.net/<id>"`,
 * or in its message, "Please use the authority (URL) 'https://login.windows.net/<id>'" (Azure/LogicAppsUX#9068).
 */
function tenantOf(error: unknown): string | undefined {
  const headers = memberOf(memberOf(error, 'response'), 'headers');
  const get = memberOf(headers, 'get');
  const challenge: unknown =
    typeof get === 'function' ? Reflect.apply(get, headers, [CHALLENGE]) : memberOf(headers, CHALLENGE);
  const said = `${String(challenge)} ${String(memberOf(error, 'message'))}`;
  return /(?:authorization_uri="|authority \(URL\) ')https:\/\/[\w.-]+\/([0-9a-f-]{36})\b/i.exec(said)?.[1];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
