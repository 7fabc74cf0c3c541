/** The settings: readable, under the right label, valid, each profile too, and with the origins that pages come from. */
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { readSettings, unknownKeys } from '../../../src/settings/parse-settings.ts';
import { ROLE_IDS } from '../../azure-facts/role-ids.ts';
import { deleteKey, grantRole, setAppSetting, showKey } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { mendKeys } from '../fixes/correct-settings.ts';
import { setKeys } from '../fixes/set-keys.ts';
import { TARGETS_KEY } from '../targets/member.ts';
import { fail, fine, type Mend, skipped, type Verdict, warn } from '../verdict.ts';

const read: Check<Facts> = {
  id: 'settings.read',
  about:
    'Whether you can read the settings from the App Configuration store with your own rights. The app reads them with its own identity; `roles.store` checks that.',
  async run(facts) {
    const stored = await facts.stored();
    if (stored.seen) return fine(`The store ${facts.storeName?.endpoint} can be read.`);
    const storeId = await facts.storeId();
    if (!storeId.seen || !/^you may not/.test(stored.because)) return skipped(stored.because);
    const { objectId: principalId, type: principalType } = facts.person;
    const grant = { principalId, principalType, role: ROLE_IDS.appConfigurationDataReader, scope: storeId.value.id };
    return skipped(stored.because, { say: 'To see them yourself:', run: [grantRole(grant)] });
  },
};

const label: Check<Facts> = {
  id: 'settings.label',
  about:
    'Whether the keys are under the label that the app reads (`AZURE_APPCONFIGURATION_LABEL`, none by default). The app does not see keys under another label.',
  async run(facts) {
    const stored = await facts.stored();
    if (!stored.seen) return skipped(stored.because);
    const { label: wanted = '' } = facts.target;
    const count = stored.value.get(wanted)?.size ?? 0;
    if (count > 0) return fine(`${count} keys begin with ${KEY_PREFIX}, under ${named(wanted)}.`);
    const [other] = [...stored.value.keys()].filter((name) => name !== wanted);
    if (other === undefined) {
      const say = 'Write them: deploy infra/main.bicep with WRITE_SETTINGS=true, or set the keys of docs/settings.md.';
      return fail(`No key in the store begins with ${KEY_PREFIX}.`, { say });
    }
    const found = `${stored.value.get(other)?.size} keys are under ${named(other)} and none under ${named(wanted)}`;
    if (facts.target.label === undefined) {
      return warn(`${found}: the doctor does not know which label the app reads.`, {
        say: 'If it reads that one (AZURE_APPCONFIGURATION_LABEL), look again:',
        run: [facts.commandLine.again('--label', other)],
        or: readLabel(facts, other, 'If it does not,'),
      });
    }
    return fail(`${found}.`, readLabel(facts, other));
  },
};

const LABEL = 'AZURE_APPCONFIGURATION_LABEL';

function readLabel({ target: { site } }: Facts, name: string, when?: string): Mend {
  const toLet = 'to let the app read the label that has them:';
  if (!site) return { say: `${when ? `${when} set` : 'Set'} ${LABEL}=${name} on the function app.` };
  return { say: when ? `${when} ${toLet}` : `T${toLet.slice(1)}`, run: [setAppSetting(site, LABEL, name)] };
}

const valid: Check<Facts> = {
  id: 'settings.valid',
  about:
    'Whether all base keys have values that the app accepts. The doctor uses the app’s own schemas. If a value is wrong, an instance keeps the one from before. A fresh instance has none, and refuses everybody if the key says who is served or how much. Of several targets a wrong one is out of force, and `endpoint.form` says how to fix it.',
  async run(facts) {
    const texts = await facts.texts();
    if (!texts.seen) return skipped(texts.because);
    const { problems, settings } = readSettings(texts.value);
    if (settings && settings.unread.length > 0 && problems.length === 0) return tellUnread(facts, settings.unread);
    if (problems.length === 0) {
      const unknown = unknownKeys(texts.value);
      return fine(
        'All base keys are valid.',
        unknown.length > 0 ? [`This version does not know, and ignores: ${unknown.join(', ')}.`] : undefined,
      );
    }
    const keys = [...new Set(problems.map(({ key }) => key))];
    const say = problems.map(({ key, problem }) => `${key} ${problem}`).join('; ');
    const targets = await facts.targets();
    const ofEndpoint = [`${KEY_PREFIX}endpoint`, ...(targets.seen ? [TARGETS_KEY] : [])];
    const open = keys.filter((key) => !ofEndpoint.includes(key));
    const mend = await mendKeys(facts, open);
    if (open.length > 0) return fail(`${say}.`, mend);
    // Of several targets those that are good serve.
    return (settings ? warn : fail)(`${say}.`, mend, ['endpoint.form']);
  },
};

function tellUnread({ storeName }: Facts, keys: readonly string[]): Verdict {
  const mend = {
    say: 'A version without targets reads them: keep them for a rollback, or delete them:',
    run: storeName ? keys.map((key) => deleteKey(storeName, key)) : [],
  };
  const say = `Nobody reads ${keys.join(' and ')}, because ${TARGETS_KEY} is set.`;
  return { ...warn(say, mend), explainsNothing: true };
}

const profiles: Check<Facts> = {
  id: 'settings.profiles',
  about:
    'Whether each profile is valid. A wrong one refuses only its own callers, with 503 `profile_invalid`. The doctor reads instructions and never shows them.',
  async run(facts) {
    const found = await facts.profiles();
    if (!found.seen) return skipped(found.because);
    const all = [...found.value.values()];
    const broken = all.flatMap((profile) => (profile.ok ? [] : [profile.error]));
    if (broken.length === 0)
      return fine(`${all.length === 1 ? 'The profile is' : `${all.length} profiles are`} valid.`);
    const problems = broken.flatMap((profile) => profile.problems);
    const keys = [...new Set(problems.map(({ key }) => key))];
    const { storeName } = facts;
    return fail(`${problems.map(({ key, problem }) => `${key} ${problem}`).join('; ')}.`, {
      say: 'This shows what is there; docs/profiles.md says what a profile may have:',
      run: storeName ? keys.map((key) => showKey(storeName, key)) : [],
    });
  },
};

const origins: Check<Facts> = {
  id: 'settings.origins',
  about:
    'Whether `realtime:cors:origins` has the pages that should call, exactly as a browser sends their origin. Name yours with `--origin`. Without an origin only apps and servers can call.',
  async run(facts) {
    const allowed = await facts.setting('cors:origins');
    return allowed.seen ? judgeOrigins(facts, allowed.value) : skipped(allowed.because);
  },
};

function judgeOrigins(facts: Facts, allowed: readonly string[]): Verdict {
  const missing = facts.origins.filter((origin) => !allowed.includes(origin));
  if (missing.length > 0) {
    return fail(`${missing.join(', ')} is not among the origins that may call (${allowed.join(', ') || 'none'}).`, {
      run: setKeys(facts, { 'cors:origins': JSON.stringify([...allowed, ...missing]) }),
    });
  }
  if (allowed.length > 0) return fine(`Pages of ${allowed.join(', ')} may call.`);
  return warn('No origin may call, so a browser refuses every page.', {
    say: 'If pages should call, name them with --origin https://… and the doctor prints the command.',
  });
}

export const SETTINGS_CHECKS: readonly Check<Facts>[] = [read, label, valid, profiles, origins];

function named(text: string): string {
  return text === '' ? 'no label' : `the label “${text}”`;
}
