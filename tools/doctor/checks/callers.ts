/** Who may call: their issuers, the registration of the API, what is revoked, and what the default profile asks for. */
import type { Revocation } from '../../../src/auth/revocation.ts';
import type { CallerRule } from '../../../src/auth/settings.ts';
import { keySourceOf } from '../../../src/auth/trusted-issuer.ts';
import { MS_PER_SECOND } from '../../../src/lib/clock.ts';
import { parseJson } from '../../../src/lib/json.ts';
import { DEFAULT_PROFILE, type Requirement } from '../../../src/profiles/profile.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { readSettings } from '../../../src/settings/parse-settings.ts';
import { setKey, showKey } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { lastGood, mendCallers } from '../fixes/correct-settings.ts';
import { setKeys } from '../fixes/set-keys.ts';
import { fail, fine, type Mend, skipped, warn } from '../verdict.ts';
import { byAudience } from './caller-registration.ts';

/** As much as two clocks may differ. */
const CLOCKS_DIFFER_MS = 60 * MS_PER_SECOND;
/** A fault of the way from here, which the app need not have. */
const NO_ANSWER = /There is no answer: (?!ENOTFOUND)/;

const issuers: Check<Facts> = {
  id: 'callers.issuers',
  about:
    'Whether each issuer of `realtime:callers` has metadata that names it, byte for byte, and keys that the app can use. The doctor fetches both as the app does. If not, the app refuses each of its tokens with 401.',
  async run(facts) {
    const rules = await facts.rules();
    if (!rules.seen) return skipped(rules.because);
    const faults = await faultsOf(facts, rules.value);
    const named = new Set(rules.value.flatMap((rule) => rule.issuers.map(({ issuer }) => issuer)));
    if (faults.length === 0) return fine(`${[...named].join(', ')}: the app can use metadata and keys.`);
    const say = faults.map(({ issuer, cause }) => `${issuer}: ${cause}`).join(' ');
    if (faults.every(({ cause }) => NO_ANSWER.test(cause))) return skipped(say.replace(/\.$/, ''));
    const good = await lastGood(facts, 'callers', async (text) => {
      const { values } = readSettings(new Map([[`${KEY_PREFIX}callers`, { text }]]));
      return (await faultsOf(facts, values.get('callers') as readonly CallerRule[])).length === 0;
    });
    return fail(
      say,
      mendCallers(facts, good, 'Write the tenant or the issuer into realtime:callers as its metadata spells it.'),
    );
  },
};

const revoked: Check<Facts> = {
  id: 'callers.revoked',
  about:
    'Whether `issuedBefore` of `realtime:revoked` is in the past. If it is in the future, no token counts until then, however new.',
  async run(facts) {
    const held = await facts.setting('revoked');
    if (!held.seen) return skipped(held.because);
    const { subjects, issuedBeforeMs }: Revocation = held.value;
    const callers = subjects.length === 1 ? '1 caller is' : `${subjects.length} callers are`;
    if (issuedBeforeMs === undefined) return fine(`${callers} revoked.`);
    const instant = new Date(issuedBeforeMs).toISOString();
    if (issuedBeforeMs <= facts.now() + CLOCKS_DIFFER_MS)
      return fine(`${callers} revoked, and tokens from before ${instant}.`);
    const issuedBefore = new Date(Math.floor(facts.now() / MS_PER_SECOND) * MS_PER_SECOND).toISOString();
    const earlier = await lastGood(facts, 'revoked', (text) => isBehind(text, facts.now()));
    return fail(
      `realtime:revoked refuses every token issued before ${instant}, which is in the future: nobody can call.`,
      {
        say: 'To refuse the tokens from before now:',
        run: setKeys(facts, { revoked: JSON.stringify({ subjects, issuedBefore }) }),
        ...(earlier !== undefined && {
          or: { say: 'Or set it back to its earlier value:', run: setKeys(facts, { revoked: earlier }) },
        }),
      },
    );
  },
};

const NOBODY_FILLS_IN = 'The profile default has variables, but no rule of realtime:callers has onBehalf';
const GIVE_A_RULE =
  'Add onBehalf to the rule of the app that fills them in, or move them to a profile with another name.';

const byDefault: Check<Facts> = {
  id: 'callers.default',
  about:
    'Whether the callers that `realtime:callers` admits may have the profile `default`, which a request without a profile gets. The app answers 403 to a caller who lacks what it requires. If it has variables, a rule needs `onBehalf`.',
  async run(facts) {
    const [rules, profiles] = await Promise.all([facts.rules(), facts.profiles()]);
    if (!rules.seen) return skipped(rules.because);
    if (!profiles.seen) return skipped(profiles.because);
    const found = profiles.value.get(DEFAULT_PROFILE);
    if (found?.ok && found.value.variables.size > 0 && !rules.value.some(({ onBehalf }) => onBehalf)) {
      return fail(`${NOBODY_FILLS_IN}: the app answers 403 to whoever names no profile.`, { say: GIVE_A_RULE });
    }
    const requires = found?.ok ? found.value.requires : found?.error.requires;
    if (requires === undefined) return fine('Every admitted caller may have the profile default.');
    const wanted = 'scope' in requires ? `the scope ${requires.scope}` : `the role ${requires.role}`;
    const start = `The profile default asks for ${wanted}`;
    if (rules.value.some((rule) => asksFor(rule, requires))) return fine(`${start}, as realtime:callers does.`);
    const mend = await openDefault(facts);
    switch (await isRegistered(facts, rules.value, requires)) {
      case true:
        return warn(`${start}, and realtime:callers does not: the app answers 403 to whoever was not given it.`, mend);
      case false:
        return fail(`${start}, but no rule of realtime:callers asks for it and no registration has it.`, mend);
      case undefined:
        return warn(`${start}, and no rule of realtime:callers does: the app answers 403 to whoever lacks it.`, mend);
    }
  },
};

export const CALLER_CHECKS: readonly Check<Facts>[] = [issuers, revoked, byDefault];

/** A rule with a tenant trusts two issuers. */
async function faultsOf(facts: Facts, rules: readonly CallerRule[]) {
  const named = new Map(
    rules.flatMap((rule) => rule.issuers.map((trusted) => [keySourceOf(trusted), trusted] as const)),
  );
  const looks = await Promise.all(
    [...named.values()].map(async (trusted) => ({ issuer: trusted.issuer, cause: await facts.whyNoKeys(trusted) })),
  );
  return looks.flatMap(({ issuer, cause }) => (cause === undefined ? [] : [{ issuer, cause }]));
}

function isBehind(text: string, nowEpochMs: number): boolean {
  const { values } = readSettings(new Map([[`${KEY_PREFIX}revoked`, { text }]]));
  const { issuedBeforeMs = 0 } = Object(values.get('revoked')) as { readonly issuedBeforeMs?: number };
  return issuedBeforeMs <= nowEpochMs;
}

function asksFor(rule: CallerRule, requires: Requirement): boolean {
  return 'scope' in requires
    ? rule.scope === requires.scope
    : rule.role === requires.role || rule.operatorRole === requires.role;
}

/** `undefined`: nobody could say. */
async function isRegistered(facts: Facts, rules: readonly CallerRule[], requires: Requirement) {
  // Also of a rule whose issuer is wrong: what is registered is a question of the audience.
  const looks = await Promise.all(rules.map((rule) => byAudience(facts, rule)));
  const known = looks.flatMap((found) => (found.seen && found.value ? [found.value] : []));
  if (known.length === 0) return undefined;
  return known.some(({ scopes, roles }) =>
    'scope' in requires ? scopes.includes(requires.scope) : roles.includes(requires.role),
  );
}

/** Its JSON may hold instructions and is not printed; without a session it holds none. */
async function openDefault(facts: Facts): Promise<Mend> {
  const [texts, { storeName }] = [await facts.texts(), facts];
  const key = `${KEY_PREFIX}profiles:${DEFAULT_PROFILE}`;
  const body: unknown = texts.seen ? parseJson(texts.value.get(key)?.text ?? '') : undefined;
  const { requires: _, session, ...rest } = Object(body) as Readonly<Record<string, unknown>>;
  const say = `Give callers what it asks for, or leave requires out of ${key}`;
  if (!storeName) return { say: `${say}.` };
  if (session !== undefined) return { say: `${say}:`, run: [showKey(storeName, key)] };
  return { say: `${say}:`, run: [setKey(storeName, key, JSON.stringify(rest))] };
}
