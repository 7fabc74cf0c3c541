/** `--call`: a question first, then one call of the doctor's own, step by step, which is ended whatever comes between. */
import type { TokenCredential } from '@azure/identity';
import { UsageError } from '../command-options.ts';
import { whyNoApp } from '../discovery.ts';
import type { Facts } from '../facts/facts.ts';
import { type Look, seen, then, unseen } from '../look.ts';
import { agree, type Consent } from '../print/confirm.ts';
import { mendLines } from '../print/result-lines.ts';
import { skipped, type Verdict } from '../verdict.ts';
import { callThroughApp } from './app-call.ts';
import { callAtAzure } from './azure-call.ts';
import type { CallWay, Step } from './step.ts';

export interface CallOptions extends Consent {
  readonly facts: Facts;
  readonly credential: TokenCredential;
}

const COULD_NOT_LOOK = 2;

/** @returns the exit status: 0 each step went well, 1 one did not, 2 one could not be taken. @throws {UsageError} */
export async function callOnce(options: CallOptions): Promise<number> {
  const { facts, credential, write } = options;
  const way = await openWay(facts, credential);
  if (!way.seen) throw new UsageError(`The doctor can make no call, because ${way.because}.`);
  const what = describe(way.value, facts.own === undefined);
  if (!(await agree(what, options))) return COULD_NOT_LOOK;
  const verdicts = await takeSteps(way.value, (step) => write(stepLines(step).join('\n')));
  if (verdicts.some(({ state }) => state === 'fail')) return 1;
  return verdicts.some(({ state }) => state === 'skipped') ? COULD_NOT_LOOK : 0;
}

/** What did not come to its turn is a step that could not be taken. */
async function takeSteps(way: CallWay, told: (step: Step) => void): Promise<readonly Verdict[]> {
  const steps: Step[] = [];
  const tell = (step: Step): void => {
    steps.push(step);
    told(step);
  };
  const callId = await way.begin(tell);
  if (callId !== undefined) {
    tell({ name: 'probe', verdict: await way.probe(callId) });
    tell({ name: 'hang-up', verdict: await way.hangUp(callId) });
  }
  for (const name of way.names) {
    if (!steps.some((step) => step.name === name))
      tell({ name, verdict: skipped('no call has begun that it could end') });
  }
  return steps.map(({ verdict }) => verdict);
}

function openWay(facts: Facts, credential: TokenCredential): Promise<Look<CallWay>> {
  return then(facts.endpoint(), (endpoint) =>
    then(facts.tokenScope(), async (scope) => {
      if (facts.own) {
        return then(facts.deploymentName(), async (deployment) =>
          seen(callAtAzure(facts, credential, { endpoint, deployment, scope })),
        );
      }
      const { appUrl } = facts.target;
      if (appUrl === undefined) return unseen(whyNoApp(facts.target));
      return then(facts.rules(), async (rules) =>
        seen(callThroughApp(facts, credential, { appUrl, rules, endpoint, scope })),
      );
    }),
  );
}

function describe({ names, to, requests }: CallWay, isThroughApp: boolean): string {
  const quota = isThroughApp
    ? ' The call takes one unit of your quota and counts as one of yours: if you have as many as you may, your oldest one ends.'
    : '';
  return `${requests} requests go to ${to} with your own rights (${names.join(', ')}). They begin one silent call and end it.${quota} Azure bills tokens of audio and text, and the doctor sends none, so this should cost nothing.`;
}

const WORDS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skipped: 'skip' } as const;
const NAME_WIDTH = 'hang-up'.length;

function stepLines({ name, verdict }: Step): readonly string[] {
  const start = `${WORDS[verdict.state]}  ${name.padEnd(NAME_WIDTH)}  `;
  if (verdict.state === 'skipped') {
    return [`${start}skipped because ${verdict.because}`, ...(verdict.mend ? mendLines(verdict.mend) : [])];
  }
  const mend = verdict.state === 'ok' ? [] : mendLines(verdict.mend);
  return [start + verdict.say, ...(verdict.detail ?? []), ...mend];
}
