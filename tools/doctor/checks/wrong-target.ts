/** A target that is out of force, and what each part of it that is wrong surely should be. */
import { TARGET_NAME } from '../../../src/lib/azure-values.ts';
import { listRevisions, showKey } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { usableDeployment } from '../fixes/usable-deployments.ts';
import { type Change, type Member, problemsOf, setMember, TARGETS_KEY } from '../targets/member.ts';
import { fail, type Mend, type Verdict } from '../verdict.ts';

/** `undefined`: the app takes it. */
export async function judgeMember(facts: Facts, member: Member): Promise<Verdict | undefined> {
  const texts = await facts.texts();
  const problems = texts.seen ? problemsOf(texts.value, member) : [];
  if (problems.length === 0) return undefined;
  return fail(`${TARGETS_KEY} ${problems.join('; ')}.`, await mendMember(facts, member, problems));
}

async function mendMember(facts: Facts, member: Member, problems: readonly string[]): Promise<Mend> {
  const { storeName } = facts;
  if (!storeName) return {};
  const changes = await Promise.all(problems.map((problem) => changeFor(facts, member, problem)));
  const known = changes.filter((change) => change !== undefined);
  if (known.length === problems.length) return { run: [setMember(storeName, member, Object.assign({}, ...known))] };
  return {
    say: 'Only you know what it should be; docs/targets.md has the form.',
    run: [showKey(storeName, TARGETS_KEY), listRevisions(storeName, TARGETS_KEY)],
  };
}

/** `undefined`: nobody but its operator knows. */
async function changeFor(facts: Facts, member: Member, problem: string): Promise<Change | undefined> {
  const [, stranger] = /^at \/\d+\/(\w+) is not a member that exists here$/.exec(problem) ?? [];
  if (stranger !== undefined) return { [stranger]: undefined };
  const [, part] = /^at \/\d+\/(\w+) /.exec(problem) ?? [];
  switch (part) {
    case 'name':
      return { name: await freeName(facts, member) };
    case 'resourceId': {
      const account = await facts.accountId();
      return { resourceId: account.seen ? account.value.id : undefined };
    }
    case 'tokenScope':
      return { tokenScope: undefined };
    case 'endpoint':
      return undefined;
  }
  const deployment = /deployment/.test(problem) ? await usableDeployment(facts) : undefined;
  return deployment === undefined ? undefined : { deployment };
}

/** The region’s, as infra/main.bicep names its targets. */
async function freeName(facts: Facts, { all, index }: Member): Promise<string> {
  const account = await facts.account();
  const region = account.seen ? (account.value?.location ?? '') : '';
  const taken = new Set(all.map((member) => String((Object(member) as { readonly name?: unknown }).name)));
  const free = [region, `${region || 'target'}-${index + 1}`].filter(
    (name) => TARGET_NAME.test(name) && !taken.has(name),
  );
  return free[0] ?? `target-${index + 1}`;
}
