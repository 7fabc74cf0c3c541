/** Whether the app may end calls: by what Azure told the app, and by what it tells the person. */
import type { HangUp } from '../../../src/realtime/call-control.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { assignRole, defineHangUpRole } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { CheckId } from '../check-ids.ts';
import type { Facts } from '../facts/facts.ts';
import { type Look, then } from '../look.ts';
import type { Identity } from '../roles/identity.ts';
import { type Judgement, judge } from '../roles/judge.ts';
import { fail, fine, type Mend, skipped, type Verdict, warn } from '../verdict.ts';

const RUNBOOK = 'docs/operations.md#hang-up-is-forbidden';
const BEHIND: readonly CheckId[] = ['identity.found', 'roles.account'];
/** For a refusal that roles do not explain. */
const ELSEWHERE: readonly CheckId[] = ['token.scope', 'resource.network', 'endpoint.form', ...BEHIND];

const hangUp: Check<Facts> = {
  id: 'calls.hangup',
  about:
    'Whether the app’s identity may end calls. `GET /api/readyz` tells an operator what Azure has refused. The doctor also asks Azure, with your own rights, to hang up an id that no call has. The answer 404 says only that you may ask. A refusal names a data action, and the identity’s roles say whether it has that one. `--call` hangs up a real call. With `--account` the check is about the identity that calls Azure.',
  async run(facts) {
    const [view, endpoint, asked] = await Promise.all([
      facts.own ? undefined : facts.callsView(),
      facts.endpoint(),
      facts.hangUp(),
    ]);
    const told = view?.seen ? view.value : undefined;
    const origin = endpoint.seen ? endpoint.value.origin : '';
    if (told?.hangUpForbidden.includes(origin)) return judgeRefused(facts, told.hangUpLacks ?? actionIn(asked), 'app');
    if (told?.hangUpConfirmed.includes(origin))
      return fine('Azure has ended a call of the app’s when its time was over.');
    if (!asked.seen) return skipped(asked.because);
    switch (asked.value.kind) {
      case 'forbidden':
        return judgeRefused(facts, asked.value.dataAction, 'person');
      case 'unknown':
        return skipped(`Azure did not answer the hang-up of an id that no call has (${asked.value.cause})`);
      case 'ended':
      case 'over':
        return judgeTaken(facts, view);
    }
  },
};

export const HANG_UP_CHECKS: readonly Check<Facts>[] = [hangUp];

function actionIn(asked: Look<HangUp>): string | undefined {
  return asked.seen && asked.value.kind === 'forbidden' ? asked.value.dataAction : undefined;
}

async function judgeTaken(facts: Facts, view: Look<unknown> | undefined): Promise<Verdict> {
  const start = 'Azure does not refuse you a hang-up of an id that no call has';
  if (!view) {
    const identity = await facts.identity();
    const isYou = !identity.seen || identity.value.principalId === facts.person.objectId;
    return fine(
      isYou ? `${start}. That says only that you may ask.` : `${start}. That says nothing about the principal.`,
    );
  }
  if (!view.seen) return skipped(`${view.because}; you may ask Azure yourself, which says nothing about the app`);
  return fine(`${start}, and the app knows of no refusal. --call tells whether a hang-up ends a call.`);
}

interface Parties {
  readonly identity: Identity;
  readonly account: ArmId;
  readonly judgement: Judgement;
}

/** @param asker whom Azure refused. */
async function judgeRefused(facts: Facts, action: string | undefined, asker: 'app' | 'person'): Promise<Verdict> {
  const who = asker === 'app' ? 'the app' : 'you';
  if (action === undefined) {
    const say = `Azure refuses ${who} a hang-up and names no data action`;
    if (asker === 'person') return skipped(`${say}: --mint tells what Azure says about a mint`);
    return fail(`${say}.`, { say: `The cause is the token’s scope or tenant, or the network: ${RUNBOOK}.` }, ELSEWHERE);
  }
  const parties = await partiesOf(facts, action);
  if (!parties.seen) return skipped(`Azure refuses ${who} a hang-up (${action}), and ${parties.because}`);
  const { identity, account, judgement } = parties.value;
  const isYou = identity.principalId === facts.person.objectId;
  const whose = isYou
    ? 'You lack'
    : `${facts.own ? `The principal ${identity.principalId}` : 'The app’s identity'} lacks`;
  if (!judgement.granted) {
    const say = `${whose} the data action that Azure wants for a hang-up: ${action}.`;
    return fail(say, mend(identity, account, action), BEHIND);
  }
  const [held] = judgement.by;
  const name = held?.definition.roleName ?? 'a role';
  if (asker === 'person')
    return fine(`Azure refuses you a hang-up (${action}); the identity has that action through ${name}.`);
  return warn(`Azure has refused the app a hang-up, and its identity has the data action now, through ${name}.`, {
    say: 'Wait: a role takes five minutes to count, and each sweep asks again.',
  });
}

function partiesOf(facts: Facts, action: string): Promise<Look<Parties>> {
  return then(facts.identity(), (identity) =>
    then(facts.accountId(), (account) =>
      then(facts.roles.ofPrincipal(account.id, identity.principalId), async (roles) => {
        const judgement = judge(roles, { resourceId: account.id, dataActions: [action] });
        return { seen: true, value: { identity, account, judgement } };
      }),
    ),
  );
}

/** Not the role that Microsoft's page names, which may also list the account's keys. */
function mend({ principalId, principalType }: Identity, account: ArmId, action: string): Mend {
  const [define, role] = defineHangUpRole(account, action);
  return {
    say: 'Whoever may make roles (Owner, or User Access Administrator) makes one with that data action only. It may take five minutes to count:',
    run: [define, assignRole({ principalId, principalType, role, scope: account.id })],
    or: { say: `Or deploy the template with HANG_UP_DATA_ACTION=${action}: ${RUNBOOK}.` },
  };
}
