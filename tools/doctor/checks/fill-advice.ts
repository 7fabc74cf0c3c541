/** The catalogue's advice with the real names in place of its variables; what keeps a gap is not printed. */
import type { Advice } from '../../../src/diagnosis/catalogue-entry.ts';
import { GRANT_ROLE, RAISE_CAPACITY } from '../../../src/diagnosis/fixes.ts';
import { grantRole, quote, setKey } from '../commands.ts';
import type { Facts } from '../facts/facts.ts';
import { ROLE_IDS } from '../roles/role-ids.ts';
import type { Mend } from '../verdict.ts';
import { nameDeployment } from './deployment.ts';
import { raiseCapacity } from './deployment-terms.ts';

const GAP = /\$[A-Z]+/;
/** As src/diagnosis/fixes.ts writes it, which knows no labels. */
const SET_KEY = /^az appconfig kv set --endpoint \$STORE --auth-mode login --yes --key (\S+) --value ([^\s"$]+)$/;

/** @param page where the commands stand with their gaps. */
export async function fillAdvice(facts: Facts, advice: Advice, page: string): Promise<Mend> {
  if (advice === RAISE_CAPACITY) {
    const named = await nameDeployment(facts);
    if (named.seen && named.value.deployment) return raiseCapacity(facts, named.value.account, named.value.deployment);
  }
  if (advice === GRANT_ROLE) {
    const [identity, account] = await Promise.all([facts.identity(), facts.accountId()]);
    if (identity.seen && account.seen) {
      const { principalId, principalType } = identity.value;
      const grant = { principalId, principalType, role: ROLE_IDS.openAiUser };
      return { run: [grantRole({ ...grant, scope: account.value.id })], say: 'Then wait five minutes.' };
    }
  }
  const { run, say } = stepsFor(facts, advice);
  const fill = await nameGaps(facts);
  const [command, sentence] = [run && (toSetKey(facts, run) ?? fill(run)), say && fill(say)];
  if (GAP.test(`${command} ${sentence}`))
    return { say: `The commands, with names that are yours to fill in: ${page}.` };
  return { ...(sentence && { say: sentence }), ...(command && { run: [command] }) };
}

/** By whose request it is. */
function stepsFor({ own }: Facts, advice: Advice): { readonly run?: string | undefined; readonly say?: string } {
  return (own && advice.ownCode) ?? advice;
}

async function nameGaps(facts: Facts): Promise<(text: string) => string> {
  const [account, id, deployment, identity] = await Promise.all([
    facts.account(),
    facts.accountId(),
    facts.deploymentName(),
    facts.identity(),
  ]);
  const own = id.seen ? id.value : undefined;
  const inSubscription = own ? ['--subscription', own.subscription] : [];
  const location = account.seen ? account.value?.location : undefined;
  const words: Readonly<Record<string, readonly (string | undefined)[]>> = {
    $RG: [own?.group, ...inSubscription],
    $ACC: [own?.name],
    $ID: [own?.id],
    $LOC: [location, ...inSubscription],
    $DEP: [deployment.seen ? deployment.value : undefined],
    $FN: [facts.target.site?.name],
    $STORE: [facts.storeName?.endpoint],
    $PRINCIPAL: [identity.seen ? identity.value.principalId : undefined],
  };
  // Whoever writes realtime:resourceId chooses a name, and a person copies what is printed into a shell.
  const fill = (gap: string): string => {
    const known = (words[gap] ?? []).flatMap((word) => (word === undefined ? [] : [quote(word)]));
    return known.length > 0 && known.length === words[gap]?.length ? known.join(' ') : gap;
  };
  return (text) => text.replace(new RegExp(GAP, 'g'), fill);
}

function toSetKey({ storeName }: Facts, run: string): string | undefined {
  const [, key, value] = SET_KEY.exec(run) ?? [];
  return storeName && key !== undefined && value !== undefined ? setKey(storeName, key, value) : undefined;
}
