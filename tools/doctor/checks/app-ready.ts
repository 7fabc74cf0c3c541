/** What the app says of itself: what a mint would lack, and what it still serves with that it no longer gets. */
import { parseSettings, readSettings } from '../../../src/settings/parse-settings.ts';
import { setAppSetting } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { CheckId } from '../check-ids.ts';
import type { Facts } from '../facts/facts.ts';
import { TARGETS_KEY } from '../targets/member.ts';
import { fail, fine, type Mend, skipped, warn } from '../verdict.ts';
import { askApp, BEHIND_SETTINGS } from './app-answer.ts';

interface Said {
  /** Completes the sentence "It …". */
  readonly means: string;
  /** That look for what is behind it. */
  readonly checks: readonly CheckId[];
  /** It serves, and nothing of it will stop. */
  readonly isHarmless?: true;
  /** A check of the settings tells it of its own. */
  readonly isTold?: true;
}

const READY: Readonly<Record<string, Said>> = {
  settings_unavailable: { means: 'has no settings', checks: ['settings.read', ...BEHIND_SETTINGS] },
  credential_unavailable: { means: 'gets no token for Azure OpenAI', checks: ['settings.read', ...BEHIND_SETTINGS] },
  settings_stale: { means: 'no longer gets its settings', checks: ['settings.read', ...BEHIND_SETTINGS] },
  settings_invalid: {
    means: 'reads settings that are not valid and goes on with the old ones, which a new instance does not have',
    checks: ['endpoint.form', 'settings.valid', 'settings.label'],
  },
  settings_unread: {
    means: 'does not read realtime:endpoint and realtime:resourceId, because realtime:targets is set',
    checks: [],
    isTold: true,
  },
  profile_invalid: {
    means: 'refuses the callers of a profile',
    checks: ['settings.profiles', 'settings.label', 'endpoint.form'],
  },
  target_failing: {
    means: 'has a target that fails, and another one serves in its place; the log line failover has the diagnosis',
    checks: [],
    isHarmless: true,
  },
  quota_unavailable: { means: 'cannot count what its callers take', checks: ['roles.tables'] },
  leash_unavailable: {
    means:
      'cannot be sure that a call ends, because nobody sweeps the calls, it cannot reach their table, or its environment names no storage',
    checks: ['calls.sweep', 'roles.tables'],
  },
  calls_stopped: { means: 'lets no call begin, because realtime:calls:endBefore is in the future', checks: [] },
  hangup_forbidden: {
    means:
      'may not end calls, so it lets none begin that has to end within the hour; the log names the missing data action, and docs/operations.md#hang-up-is-forbidden has the role',
    checks: ['calls.hangup', 'identity.found', 'roles.account'],
  },
  leash_blind: {
    means:
      'has never seen Azure confirm the end of a call, so its calls may outlast their time; --verify begins one and ends it',
    checks: [],
    isHarmless: true,
  },
  lifetime_not_honoured: {
    means: 'gets secrets that live longer than it asks for',
    checks: ['mint.answer'],
    isHarmless: true,
  },
};

const ready: Check<Facts> = {
  id: 'app.ready',
  about:
    'What `GET /api/readyz` says about the instance that answers: what a mint would lack, and what is about to go wrong. The check fails if the app reports a fault of its settings, its token or its quotas, also while it still serves with older ones. A fresh instance is not ready until its first request has fetched settings and a token.',
  async run(facts) {
    const answered = await askApp(facts, '/api/readyz');
    if (!answered.seen) return skipped(answered.because);
    const { status, body } = answered.value;
    const { failing, warnings } = Object(body) as { failing?: unknown; warnings?: unknown };
    const ids = [...idsOf(failing), ...idsOf(warnings)];
    const isReady = status === 200;
    if (ids.length === 0) {
      const say = 'The answer should be 200, or 503 with what the app lacks.';
      return isReady ? fine('It is ready.') : fail(`/api/readyz answers ${status}.`, { say }, ['app.health']);
    }
    const groups = groupsOf(ids);
    const becauseOf = [...new Set(groups.flat())];
    const say = isReady ? `It is ready, and warns: ${ids.join(', ')}.` : `It is not ready: ${ids.join(', ')}.`;
    if (isReady && ids.every((id) => READY[id]?.isTold)) return fine(say);
    const others = (await isOnlyOfTargets(facts)) ? ids.filter((id) => id !== 'settings_invalid') : ids;
    const isHarmless =
      isReady && others.every((id) => READY[id] === undefined || READY[id].isHarmless || READY[id].isTold);
    return { ...(isHarmless ? warn : fail)(say, await explain(facts, ids), becauseOf), eachBecauseOf: groups };
  },
};

export const READY_CHECKS: readonly Check<Facts>[] = [ready];

/** What is in the store is wrong of some targets only, and the others serve. */
async function isOnlyOfTargets({ texts }: Facts): Promise<boolean> {
  const found = await texts();
  if (!found.seen) return false;
  const { settings, problems } = readSettings(found.value);
  return settings !== undefined && problems.length > 0 && problems.every(({ key }) => key === TARGETS_KEY);
}

/** Without settings nobody knows which token is wanted; with them it is the identity that gives none. */
function groupsOf(ids: readonly string[]): readonly (readonly CheckId[])[] {
  const known = ids.flatMap((id) => (READY[id] ? [READY[id].checks] : []));
  const isForToken = ids.includes('credential_unavailable') && !ids.includes('settings_unavailable');
  return isForToken ? [...known, ['identity.found'] as const] : known;
}

async function explain(facts: Facts, ids: readonly string[]): Promise<Mend> {
  const means = ids.flatMap((id) => (READY[id] ? [`${id}: it ${READY[id].means}.`] : []));
  const other = ids.includes('settings_invalid') ? await otherLabel(facts) : undefined;
  const where = 'Look for the cause in the log line of the same time; docs/operations.md says what to do then.';
  return { say: [...means, other?.say ?? where].join(' '), ...(other?.run && { run: other.run }) };
}

/** What is in the store is good, and the app says that what it reads is not. */
async function otherLabel({ target, texts }: Facts): Promise<Mend | undefined> {
  const found = await texts();
  if (!found.seen || !parseSettings(found.value).ok) return undefined;
  const { label = '', site } = target;
  const say = `Those in the store are valid. The app reads new ones after half a minute of use. If that does not help, it reads another label than ${label === '' ? 'none' : `“${label}”`} (AZURE_APPCONFIGURATION_LABEL)`;
  if (!site) return { say: `${say}.` };
  return { say: `${say}:`, run: [setAppSetting(site, 'AZURE_APPCONFIGURATION_LABEL', label)] };
}

/** Of bounded length and alphabet, because they are printed. */
function idsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : []).map(String).filter((id) => /^[a-z_]{1,40}$/.test(id));
}
