/** The scope of the token, and one mint where it was asked for: what Azure answers, and which check explains it. */
import type { Cause } from '../../../src/diagnosis/catalogue-entry.ts';
import { ASK_SUPPORT } from '../../../src/diagnosis/fixes.ts';
import type { UpstreamError } from '../../../src/realtime/upstream.ts';
import { ROLE_IDS } from '../../azure-facts/role-ids.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { grantRole } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { CheckId } from '../check-ids.ts';
import type { Facts } from '../facts/facts.ts';
import { SHORTEST_SECONDS } from '../facts/mint-facts.ts';
import { changeRequest } from '../fixes/change-request.ts';
import { endpointOf } from '../fixes/set-keys.ts';
import { fail, fine, type Mend, skipped, unneeded, type Verdict, warn } from '../verdict.ts';
import { CAUSE_CHECKS, NEVER_RULED_OUT } from './cause-checks.ts';
import { fillAdvice } from './fill-advice.ts';
import { answerRefused, tellRequest } from './own-deployments.ts';

const NOT_ASKED = 'you asked for no mint: --mint makes one';

const scope: Check<Facts> = {
  id: 'token.scope',
  about:
    'Whether `realtime:tokenScope` is the audience that the account accepts. Microsoft documents two (in Azure Government one). If Azure refuses the secret of `--mint` and the scope may be the cause, the doctor tries the other one too.',
  async run(facts) {
    const [chosen, endpoint] = await Promise.all([facts.tokenScope(), facts.endpoint()]);
    if (!chosen.seen) return skipped(chosen.because);
    if (!endpoint.seen) return skipped(endpoint.because);
    const tokenScope = chosen.value;
    const [usual] = endpoint.value.cloud.tokenScopes;
    const trial = facts.mint ? await facts.mint() : undefined;
    if (trial?.seen) {
      const { minted, other } = trial.value;
      if (minted.ok)
        return fine(`Azure takes a token for ${tokenScope}.${facts.own ? ' Request that one in your code.' : ''}`);
      if (other?.minted) {
        return fail(
          `Azure refuses a token for ${tokenScope}, and takes one for ${other.scope}.`,
          changeRequest(facts, { tokenScope: other.scope }),
        );
      }
    }
    if (facts.own) return fine(`Request a token for ${usual}, the scope of the WebRTC documentation.`);
    if (tokenScope === usual) return fine(`${tokenScope}, the scope of the WebRTC documentation.`);
    const worth = warn(
      `${tokenScope} hides some deployments, as people report. --mint finds out.`,
      changeRequest(facts, { tokenScope: usual }),
    );
    // The usual one was refused as well, or what was refused has nothing to do with either.
    return trial?.seen ? { ...worth, explainsNothing: true } : worth;
  },
};

const createAnswer = (others: readonly Check<Facts>[]): Check<Facts> => ({
  id: 'mint.answer',
  about: `With \`--mint\` the doctor mints one client secret of ${SHORTEST_SECONDS} s, drops it, and diagnoses Azure’s answer with the catalogue of [troubleshooting](troubleshooting.md). It uses your own rights and not the app’s identity. So it tells you about the endpoint, the deployment and the network; \`roles.account\` tells you about the app.`,
  async run(facts) {
    if (!facts.mint) return unneeded(NOT_ASKED);
    const trial = await facts.mint();
    if (!trial.seen) return skipped(trial.because);
    const { minted } = trial.value;
    if (!minted.ok) return explainRefusal(facts, minted.error, others);
    const { ms, lifetimeSeconds, lifetimeHonoured } = minted.value;
    const say = `Azure minted a secret of ${lifetimeSeconds} s in ${ms} ms with your rights. The doctor dropped it.`;
    if (lifetimeHonoured) return fine(say, facts.own && (await tellRequest(facts)));
    return warn(say, {
      say: `The doctor asked for ${SHORTEST_SECONDS} s, so secrets live longer than their holders are told. ${facts.own ? 'Post the offer from a server, so that no page holds one.' : 'Use the relay, whose secret never reaches a page.'}`,
    });
  },
});

/** @param others look for the causes of a refusal. */
export function createMintChecks(others: readonly Check<Facts>[]): readonly Check<Facts>[] {
  return [scope, createAnswer([...others, scope])];
}

/** @param others look for the causes of it. */
export async function explainRefusal(
  facts: Facts,
  { entry, facts: answered, evidence, cause, retryAfterSeconds }: UpstreamError,
  others: readonly Check<Facts>[],
): Promise<Verdict> {
  const denied = evidence?.deniedPrincipal?.toLowerCase();
  const isPersons = denied === undefined || denied === facts.person.objectId.toLowerCase();
  const { principal = facts.person.objectId } = facts.own ?? { principal: undefined };
  // With code of their own the person is who asks, unless they name somebody else.
  const isAsker = facts.own !== undefined && principal === facts.person.objectId;
  if (entry.id === 'role-missing' && isPersons && !isAsker) {
    return lackOfOwnRole(facts, evidence?.deniedAction);
  }
  const { status, errorCode, requestId } = answered ?? {};
  const said = [cause, status, errorCode, requestId && `apim-request-id ${requestId}`].filter(
    (fact) => fact !== undefined,
  );
  // Some of Azure's codes are the status once more.
  const seen = [...new Set(said.map(String))].join(', ');
  const wait = retryAfterSeconds === undefined ? '' : ` It asks to wait ${retryAfterSeconds} s.`;
  const say = `${entry.title}${seen === '' ? '' : ` (${seen})`}.${wait}`;
  const ofCauses = entry.causes.flatMap(({ id }) => CAUSE_CHECKS[`${entry.id}/${id}`] ?? []);
  const becauseOf: readonly CheckId[] = answered === undefined ? [...ofCauses, 'endpoint.connects'] : ofCauses;
  const page = `docs/troubleshooting.md#${entry.id}`;
  const ruledOut = await Promise.all(entry.causes.map((each) => isRuledOut(facts, entry.id, each, others)));
  const [first, ...more] = entry.causes.filter((_, index) => ruledOut[index] !== true);
  const detail = [
    ...(facts.own && entry.id === 'deployment-not-realtime' ? await answerRefused(facts) : []),
    ...more.map((each) => `It may also be: ${each.cause}`),
  ];
  return fail(say, await mendCause(facts, first, page), [...new Set<CheckId>(becauseOf)], detail);
}

/** By checks that looked for it and found nothing: the facts are the same, so nothing is asked twice. */
async function isRuledOut(
  facts: Facts,
  entryId: string,
  { id }: Cause,
  others: readonly Check<Facts>[],
): Promise<boolean> {
  const name = `${entryId}/${id}`;
  const lookers = others.filter((check) => CAUSE_CHECKS[name]?.includes(check.id));
  if (lookers.length === 0 || NEVER_RULED_OUT.includes(name)) return false;
  const verdicts = await Promise.all(lookers.map((check) => check.run(facts)));
  return verdicts.every((verdict) => verdict.state === 'ok' || isOfAnother(verdict, id));
}

function isOfAnother(verdict: Verdict, causeId: string): boolean {
  return verdict.state === 'fail' && verdict.cause !== undefined && verdict.cause !== causeId;
}

async function mendCause(facts: Facts, cause: Cause | undefined, page: string): Promise<Mend> {
  if (!cause) {
    return { say: `The doctor looked for each known cause and found none (${page}). ${ASK_SUPPORT.say}` };
  }
  const advice = await fillAdvice(facts, cause.fix, page);
  return { ...advice, say: [cause.cause, advice.say].filter((part) => part !== undefined).join(' ') };
}

/** The person may not mint; that says nothing about the app. */
async function lackOfOwnRole(facts: Facts, action: string | undefined): Promise<Verdict> {
  const because = `you lack the data role on the account yourself${action === undefined ? '' : ` (${action})`}`;
  const account = await askedAccount(facts);
  if (!account) return skipped(because);
  const { objectId: principalId, type: principalType } = facts.person;
  const run = [grantRole({ principalId, principalType, role: ROLE_IDS.openAiUser, scope: account.id })];
  return skipped(because, { say: 'To mint with your own rights, five minutes after:', run });
}

/** The one behind the endpoint, which need not be the one that realtime:resourceId names. */
async function askedAccount(facts: Facts): Promise<ArmId | undefined> {
  const [endpoint, id, account] = await Promise.all([facts.endpoint(), facts.accountId(), facts.account()]);
  const origin = endpoint.seen ? endpoint.value.origin : undefined;
  const named = id.seen ? id.value : undefined;
  if (!account.seen || endpointOf(account.value) === origin) return named;
  const others = await facts.elsewhere();
  const other = others.seen ? others.value.find((each) => endpointOf(each.account) === origin) : undefined;
  return other?.id ?? named;
}
