/** What ends a call, and what shows that one is alive: asked of one call of its own, over which nothing is said. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UNKNOWN_CALL_ID } from '../../../src/calls/resource-of.ts';
import { MS_PER_SECOND } from '../../../src/lib/clock.ts';
import { deniedAction } from './denied-action.ts';
import { type Experiment, OTHER, settled, unsettled } from './experiment.ts';
import type { Lab } from './lab.ts';

/** After a hang-up, a second apart. */
const LOOKS = 5;
const NO_CALL = 'no call began';

const isForbidden = (status: number): boolean => status === 401 || status === 403;

/** Seconds until the sideband has the call no more; `undefined`: it has it still. */
async function secondsUntilGone(lab: Lab, callId: string): Promise<number | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    if ((await lab.probe(callId)) === 404) return look;
    if (look < LOOKS - 1) await sleep(MS_PER_SECOND);
  }
  return undefined;
}

export const END_EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'hang-up-right',
    question: 'May an identity that may mint also hang up, if it names an id that no call has?',
    requests: 1,
    assumes: { value: 'accepted', switch: 'calls.hangupIdentity' },
    async run(lab) {
      const answer = await lab.hangUp(UNKNOWN_CALL_ID);
      if (answer.status === 404) return settled('accepted', lab.describe(answer));
      if (!isForbidden(answer.status)) return settled(OTHER, lab.describe(answer));
      if (!lab.minted.some(({ status }) => status === 200)) return unsettled('no mint succeeded');
      return settled('refused', lab.describe(answer), deniedAction(answer));
    },
  },
  {
    id: 'sideband-own-call',
    question: 'Does the sideband show a call that began with a client secret to an Entra token?',
    requests: 3,
    assumes: { value: 'normal', switch: 'calls.sideband' },
    async run(lab) {
      const call = await lab.call();
      if (call === undefined) return unsettled(NO_CALL);
      const status = await lab.probe(call);
      return settled({ 101: 'normal', 404: 'hidden' }[status] ?? OTHER, String(status));
    },
  },
  {
    id: 'hang-up-own-call',
    question: 'Does a hang-up with an Entra token end a call, and how long after that does the sideband lose it?',
    requests: 2 + LOOKS,
    assumes: { value: 'ended' },
    async run(lab) {
      const call = await lab.call();
      if (call === undefined) return unsettled(NO_CALL);
      const wasShown = (await lab.probe(call)) === 101;
      const answer = await lab.hangUp(call);
      const said = lab.describe(answer);
      if (isForbidden(answer.status)) return settled('refused', said, deniedAction(answer));
      if (answer.status !== 200) return settled(answer.status === 404 ? 'hidden' : OTHER, said);
      if (!wasShown) return settled('ended', said, 'the sideband had not shown it before');
      const seconds = await secondsUntilGone(lab, call);
      return settled(
        'ended',
        said,
        seconds === undefined ? `still there after ${LOOKS - 1} s` : `gone after ${seconds} s`,
      );
    },
  },
];
