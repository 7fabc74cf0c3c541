/** The registration of the API in Entra: what the rules of realtime:callers ask for has to be there to be given. */
import { GUID } from '../../../src/auth/entra.ts';
import type { CallerRule } from '../../../src/auth/settings.ts';
import { parseJson } from '../../../src/lib/json.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { readSettings } from '../../../src/settings/parse-settings.ts';
import type { Registration } from '../callers/registration.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { lastGood, mendCallers } from '../fixes/correct-settings.ts';
import { setKeys } from '../fixes/set-keys.ts';
import { type Look, seen } from '../look.ts';
import { textOf } from '../store.ts';
import { fail, fine, type Mend, skipped, unneeded } from '../verdict.ts';

const registration: Check<Facts> = {
  id: 'callers.registration',
  about:
    'Whether the application that `audiences` of `realtime:callers` names is registered, gives tokens of that audience, and has the scope and the roles that the rule asks for. The doctor reads it with `az ad app show` in your tenant. An issuer other than Entra has no registration there.',
  async run(facts) {
    const rules = await facts.rules();
    if (!rules.seen) return skipped(rules.because);
    const own = rules.value.filter((rule) => isOfTenant(facts, rule));
    if (own.length === 0) {
      const isEntra = rules.value.some(({ tenant }) => tenant !== undefined);
      return isEntra ? skipped('you are signed in to another tenant') : unneeded('no issuer is your tenant');
    }
    const looks = await Promise.all(own.map(async (rule) => ({ rule, found: await byAudience(facts, rule) })));
    const faults = looks.flatMap(({ rule, found }) => (found.seen ? faultsOf(rule, found.value) : []));
    const [blind] = looks.flatMap(({ found }) => (found.seen ? [] : [found.because]));
    if (faults.length > 0) return fail(faults.join(' '), await mend(facts, own, looks[0]?.found));
    if (blind !== undefined) return skipped(blind);
    const ids = looks.flatMap(({ found }) => (found.seen && found.value ? [found.value.appId] : []));
    return fine(`${[...new Set(ids)].join(', ')} has what realtime:callers asks for.`);
  },
};

export const REGISTRATION_CHECKS: readonly Check<Facts>[] = [registration];

/** Its tokens are of the tenant that the person is signed in to: the id stands in the issuer of every cloud. */
export function isOfTenant({ person }: Pick<Facts, 'person'>, { issuers }: CallerRule): boolean {
  const { tenant } = person;
  return tenant !== undefined && issuers.some(({ issuer }) => issuer.toLowerCase().split('/').includes(tenant));
}

/** By the first of its audiences that is known. */
export async function byAudience(facts: Facts, rule: CallerRule): Promise<Look<Registration | undefined>> {
  let last: Look<Registration | undefined> = seen(undefined);
  for (const audience of new Set(rule.audiences.filter((name) => GUID.test(name) || name.includes('://')))) {
    const found = await facts.registration(audience);
    if (!found.seen || found.value) return found;
    last = found;
  }
  return last;
}

function faultsOf(rule: CallerRule, found: Registration | undefined): readonly string[] {
  if (!found) return [`Your tenant has no application ${rule.audiences[0]}, so nobody gets a token for it.`];
  const { appId, audiences, scopes, roles } = found;
  const has = (names: readonly string[]) => names.join(', ') || 'none';
  const asked = [rule.role, rule.operatorRole, rule.onBehalf?.role];
  const lacksRole = asked.filter((role) => role !== undefined && !roles.includes(role));
  return [
    ...(audiences.some((audience) => rule.audiences.includes(audience))
      ? []
      : [`Tokens for ${appId} have the audience ${audiences[0]}, which realtime:callers does not name.`]),
    ...(rule.scope === undefined || scopes.includes(rule.scope)
      ? []
      : [`${appId} has no scope ${rule.scope} (it has ${has(scopes)}).`]),
    ...lacksRole.map((role) => `${appId} has no role ${role} (it has ${has(roles)}).`),
  ];
}

async function mend(
  facts: Facts,
  rules: readonly CallerRule[],
  found: Look<Registration | undefined> | undefined,
): Promise<Mend> {
  const [known] = [found?.seen ? found.value : undefined];
  const [rule] = rules;
  if (known && rule && rules.length === 1 && !known.audiences.some((audience) => rule.audiences.includes(audience))) {
    const texts = await facts.texts();
    const written = parseJson(texts.seen ? textOf(texts.value, 'callers') : '');
    const [only, ...more] = Array.isArray(written) ? written : [];
    if (more.length === 0 && Array.isArray(Object(only).audiences)) {
      const audiences = [...Object(only).audiences, known.audiences[0]];
      return { run: setKeys(facts, { callers: JSON.stringify([{ ...Object(only), audiences }]) }) };
    }
  }
  const good = await lastGood(facts, 'callers', async (text) => {
    const { values } = readSettings(new Map([[`${KEY_PREFIX}callers`, { text }]]));
    const earlier = (values.get('callers') as readonly CallerRule[]).filter((each) => isOfTenant(facts, each));
    const looks = await Promise.all(earlier.map(async (each) => ({ each, look: await byAudience(facts, each) })));
    return looks.every(({ each, look }) => look.seen && faultsOf(each, look.value).length === 0);
  });
  const otherwise = 'Add it to the registration (infra/entra.sh does), or name what it has in realtime:callers.';
  return mendCallers(facts, good, otherwise);
}
