/** The catalogue's advice with the real names in place of its variables; what keeps a gap is not printed. */
import type { Advice } from '../../../src/diagnosis/catalogue-entry.ts';
import { GRANT_ROLE, RAISE_CAPACITY, SUCCEED_MODEL } from '../../../src/diagnosis/fixes.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { ROLE_IDS } from '../../azure-facts/role-ids.ts';
import { grantRole, quote } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { setKeys } from '../fixes/set-keys.ts';
import type { Mend } from '../verdict.ts';
import { nameDeployment } from './deployment.ts';
import { explainRate, raiseCapacity, succeedModel } from './deployment-terms.ts';

const GAP = /\$[A-Z]+/;
/** As src/diagnosis/fixes.ts writes it, which knows no labels. */
const SET_KEY = /^az appconfig kv set --endpoint \$STORE --auth-mode login --yes --key (\S+) --value ([^\s"$]+)$/;

/** Advice that what is there makes exact; `undefined` where too little of it can be seen. */
const OWN_WAYS: ReadonlyMap<Advice, (facts: Facts) => Promise<Mend | undefined>> = new Map([
  [SUCCEED_MODEL, succeedModel],
  [RAISE_CAPACITY, async (facts: Facts) => (await explainRate(facts)) ?? raise(facts)],
  [GRANT_ROLE, grant],
]);

/** @param page where the commands stand with their gaps. */
export async function fillAdvice(facts: Facts, advice: Advice, page: string): Promise<Mend> {
  const own = await OWN_WAYS.get(advice)?.(facts);
  if (own) return own;
  const { run, say } = stepsFor(facts, advice);
  const fill = await nameGaps(facts);
  const [command, sentence] = [run && (toSetKey(facts, run) ?? fill(run)), say && fill(say)];
  if (GAP.test(`${command} ${sentence}`)) return { say: `${page} has the commands; fill in your names.` };
  return { ...(sentence && { say: sentence }), ...(command && { run: [command] }) };
}

async function raise(facts: Facts): Promise<Mend | undefined> {
  const named = await nameDeployment(facts);
  if (!named.seen || !named.value.deployment) return undefined;
  return raiseCapacity(facts, named.value.account, named.value.deployment);
}

async function grant(facts: Facts): Promise<Mend | undefined> {
  const [identity, account] = await Promise.all([facts.identity(), facts.accountId()]);
  if (!identity.seen || !account.seen) return undefined;
  const { principalId, principalType } = identity.value;
  const scope = account.value.id;
  const run = [grantRole({ principalId, principalType, role: ROLE_IDS.openAiUser, scope })];
  return { run, say: 'Then wait five minutes.' };
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

function toSetKey(facts: Facts, run: string): string | undefined {
  const [, key, value] = SET_KEY.exec(run) ?? [];
  if (key === undefined || value === undefined) return undefined;
  return setKeys(facts, { [key.slice(KEY_PREFIX.length)]: value })[0];
}
