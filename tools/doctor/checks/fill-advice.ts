/** The catalogue's advice with the real names in place of its variables; a command that keeps a gap is not printed. */
import type { Advice } from '../../../src/diagnosis/catalogue-entry.ts';
import { labelled, quote } from '../commands.ts';
import type { Facts } from '../facts/facts.ts';
import type { Mend } from '../verdict.ts';

export async function fillAdvice(facts: Facts, advice: Advice): Promise<Mend> {
  const { run, say } = { run: undefined, ...advice };
  if (run === undefined) return { ...(say !== undefined && { say }) };
  const [account, id, settings, identity] = await Promise.all([
    facts.account(),
    facts.accountId(),
    facts.settings(),
    facts.identity(),
  ]);
  const names: Readonly<Record<string, string | undefined>> = {
    $RG: id.seen ? id.value.group : undefined,
    $ACC: id.seen ? id.value.name : undefined,
    $ID: id.seen ? id.value.id : undefined,
    $LOC: account.seen ? account.value?.location : undefined,
    $DEP: settings.seen ? settings.value.deployment : undefined,
    $FN: facts.target.site?.name,
    '<store>': facts.storeName?.endpoint,
    '<principal id of the identity>': identity.seen ? identity.value.principalId : undefined,
  };
  const filled = withLabel(run, facts.storeName?.label).replace(/\$[A-Z]+|<[^>]+>/g, (gap) => names[gap] ?? gap);
  const isWhole = !/\$[A-Z]+|<[^>]+>/.test(filled);
  return { ...(say !== undefined && { say }), ...(isWhole && { run: [filled] }) };
}

/** The catalogue knows no labels. */
function withLabel(run: string, label: string | undefined): string {
  return run.startsWith('az appconfig kv ') ? [run, ...labelled(label).map(quote)].join(' ') : run;
}
