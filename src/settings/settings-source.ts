/**
 * The settings in force. A wrong value never replaces a good one: it is reported, and the last good one stays. Whatever
 * is not fresh is polled when a request comes, never by a timer: an idle instance asks nothing.
 */
import { type Cell, createCell } from '../lib/cell.ts';
import { type Clock, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { type CredentialFacts, describeCredentialError, isCredentialError } from '../lib/credential-failure.ts';
import type { Log } from '../lib/log.ts';
import { isUnprotected } from '../lib/origin.ts';
import { err, ok } from '../lib/result.ts';
import { describeSdkError, readSdkRetryAfter } from '../lib/sdk-error.ts';
import type { SettingProblem } from '../lib/setting.ts';
import { TimeoutError } from '../lib/within.ts';
import { hasReadableInstructions, type Profile, unleashedIn } from '../profiles/profile.ts';
import type { Settings } from './keys.ts';
import { type ReadSettings, readSettings, type StoredSettings, unknownKeys } from './parse-settings.ts';
import type { SettingsStore } from './settings-store.ts';

export type SettingsError =
  | { readonly reason: 'settings_invalid'; readonly problems: readonly SettingProblem[] }
  | { readonly reason: 'store_not_named' }
  | ({ readonly reason: 'credential_unavailable' } & CredentialFacts & AskedToWait)
  | ({
      readonly reason: 'store_unavailable';
      readonly status: number | undefined;
      readonly cause: string;
    } & AskedToWait);

/** By the store or by the identity endpoint, in its answer. */
interface AskedToWait {
  readonly askedToWaitMs?: number | undefined;
}

export interface SettingsSource extends Cell<Settings, SettingsError> {
  /** What is wrong with the newest settings, whose other values are in force; empty when all of them are. */
  rejected(): readonly SettingProblem[];
}

/** How a poll ended; `invalid` is a store that answered with a value that cannot be used. */
export interface SettingsPoll {
  readonly outcome: 'current' | 'invalid' | 'failed';
  readonly reason: SettingsError['reason'] | undefined;
  /** Since the first of the polls that failed in a row; 0 where this one did not. An idle app polls nothing. */
  readonly failingSeconds: number;
}

/**
 * Ages of an answered poll. 30 s is what an operator waits for a change, give or take a fifth, so that instances which
 * started together do not poll together; after an hour we no longer know enough.
 */
const FRESH_MS = 30 * MS_PER_SECOND;
const SPREAD = 0.2;
const SERVE_MS = 5 * MS_PER_MINUTE;
const USABLE_MS = MS_PER_HOUR;
/** A request waits this long for settings older than five minutes before it is served with them. */
const PATIENCE_MS = MS_PER_SECOND;
/** How often an outcome that stays the same is told: an alert looks at windows of minutes. */
const TELL_AGAIN_MS = MS_PER_MINUTE;
/** What keeps the instructions from the page differs by API. */
const READABLE: Readonly<Record<Profile['api'], string>> = {
  realtime:
    'The page can read the instructions of these profiles in session.created. Put nothing private into them, or set "direct": false and "filter": true.',
  live: 'The page can read the instructions of these profiles in session.started. Put nothing private into them, or leave session.started, session.updated and session.closed out of client.data_channel.allowed_server_events.',
};
/** The first read of a cold instance includes the identity's first token, which takes 0.5 to 6 s in Azure. */
export const SETTINGS_TIMEOUT_MS = 8 * MS_PER_SECOND;

export function createSettingsSource({
  store,
  now,
  log,
  random = Math.random,
  polled,
  describe,
  adopted,
}: {
  /** `undefined` when the environment names no store. */
  readonly store: SettingsStore | undefined;
  readonly now: Clock;
  readonly log: Log;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** Told when the outcome changes, else once a minute. */
  readonly polled?: (poll: SettingsPoll) => void;
  /** What else the line `settings_loaded` says of them. */
  readonly describe?: (settings: Settings) => Readonly<Record<string, unknown>>;
  /** Told the first settings and each change of them. */
  readonly adopted?: (settings: Settings) => void;
}): SettingsSource {
  let seen: StoredSettings | undefined;
  let read: ReadSettings | undefined;
  let reported: string | undefined;
  let failingSince: number | undefined;
  let told: { readonly facts: string; readonly at: number } | undefined;

  /** An outage or a wrong value is logged when it begins or changes, not at each poll. */
  function report(error: SettingsError): SettingsError {
    // What is asked for changes from answer to answer while the outage is the same.
    const facts = JSON.stringify({ ...error, askedToWaitMs: undefined });
    if (facts !== reported) log.error({ event: 'settings_unusable', ...error });
    reported = facts;
    return error;
  }

  function tell(outcome: SettingsPoll['outcome'], reason?: SettingsError['reason']): void {
    const at = now();
    failingSince = outcome === 'current' ? undefined : (failingSince ?? at);
    const facts = `${outcome} ${reason}`;
    if (facts === told?.facts && at < told.at + TELL_AGAIN_MS) return;
    told = { facts, at };
    polled?.({ outcome, reason, failingSeconds: (at - (failingSince ?? at)) / MS_PER_SECOND });
  }

  function fail(error: SettingsError): SettingsError {
    tell(error.reason === 'settings_invalid' ? 'invalid' : 'failed', error.reason);
    return report(error);
  }

  function adopt(stored: StoredSettings): void {
    if (stored === seen) return;
    seen = stored;
    const unknown = unknownKeys(stored);
    if (unknown.length > 0) log.warn({ event: 'settings_unknown', keys: unknown });
    read = readSettings(stored, read);
    if (!read.settings) return;
    const { targets } = read.settings;
    const [{ deployment }] = targets;
    const names = targets.map(({ name }) => name);
    log.info({ event: 'settings_loaded', keys: stored.size, deployment, targets: names, ...describe?.(read.settings) });
    reportValues(read.settings, log);
    adopted?.(read.settings);
  }

  function rejected(): readonly SettingProblem[] {
    return read?.problems ?? [];
  }

  async function load() {
    if (!store) return err(fail({ reason: 'store_not_named' }));
    adopt(await store.read());
    const at = now();
    const problems = rejected();
    if (problems.length > 0) fail({ reason: 'settings_invalid', problems });
    else {
      reported = undefined;
      tell('current');
    }
    if (!read?.settings) return err<SettingsError>({ reason: 'settings_invalid', problems });
    return ok({
      value: read.settings,
      freshUntil: at + FRESH_MS * (1 + SPREAD * (2 * random() - 1)),
      serveUntil: at + SERVE_MS,
      usableUntil: at + USABLE_MS,
    });
  }

  const cell = createCell<Settings, SettingsError>({
    load,
    failed: (cause) => fail(toStoreError(cause, now)),
    now,
    timeoutMs: SETTINGS_TIMEOUT_MS,
    patienceMs: PATIENCE_MS,
    isWell: ({ reason }) => reason === 'settings_invalid',
    askedToWaitMs: (error) => ('askedToWaitMs' in error ? error.askedToWaitMs : undefined),
    random,
  });
  return { ...cell, rejected };
}

/** Once each time the settings change, and of a profile never a value: instructions may stand in any of them. */
function reportValues({ profiles, 'cors:origins': origins, unread }: Settings, log: Log): void {
  if (unread.length > 0) log.warn({ event: 'settings_unread', keys: unread, because: 'realtime:targets is set' });
  const unprotected = origins.filter(isUnprotected);
  if (unprotected.length > 0) {
    const meaning =
      'Whoever is on the way to a page of plain http can change what it does with a secret: serve it by https.';
    log.warn({ event: 'origin_unprotected', origins: unprotected, meaning });
  }
  const read = [...profiles.values()];
  for (const profile of read) {
    if (!profile.ok) {
      log.error({ event: 'profile_invalid', profile: profile.error.name, problems: profile.error.problems });
    }
  }
  const unleashed = unleashedIn(profiles);
  if (unleashed.length > 0) {
    log.warn({
      event: 'unleashed_profiles',
      profiles: unleashed,
      meaning:
        'Pages connect to Azure by themselves with these profiles, and nobody ends or counts their calls. With "direct": false the relay alone serves them.',
    });
  }
  for (const [api, meaning] of Object.entries(READABLE)) {
    const readable = read.flatMap((profile) =>
      profile.ok && profile.value.api === api && hasReadableInstructions(profile.value) ? profile.value.name : [],
    );
    if (readable.length > 0) log.warn({ event: 'instructions_readable', profiles: readable, meaning });
  }
}

function toStoreError(cause: unknown, now: Clock): SettingsError {
  if (cause instanceof TimeoutError) return { reason: 'store_unavailable', status: undefined, cause: cause.message };
  const askedToWaitMs = readSdkRetryAfter(cause, now);
  return isCredentialError(cause)
    ? // The store was never asked.
      { reason: 'credential_unavailable', ...describeCredentialError(cause), askedToWaitMs }
    : { reason: 'store_unavailable', ...describeSdkError(cause), askedToWaitMs };
}
