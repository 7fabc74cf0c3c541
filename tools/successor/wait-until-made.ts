/** Azure makes a deployment in its own time; its states are those of `provisioningState`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment } from '@azure/arm-cognitiveservices';
import { MS_PER_SECOND } from '../../src/lib/clock.ts';
import { ok, type Result } from '../../src/lib/result.ts';
import { look } from '../doctor/look.ts';
import type { Held } from './held.ts';
import { refused, type Step, type Stop } from './stop.ts';
import type { Work } from './work.ts';

const DONE = 'Succeeded';
const GIVEN_UP = ['Failed', 'Canceled'];
const NOT_LISTED = 'not listed yet';

export function isGivenUp(deployment: Deployment): boolean {
  return GIVEN_UP.includes(deployment.properties?.provisioningState ?? DONE);
}

/** Each state is told once. */
export async function waitUntilMade({ facts, account }: Held, name: string, work: Work): Step<void> {
  const { lookMs, makingMs } = work.patience;
  const until = performance.now() + makingMs;
  let told = '';
  for (;;) {
    const all = await look(`the deployments of ${account.name}`, (signal) => facts.arm.deployments(account, signal));
    const found = all.seen ? all.value.find((each) => each.name === name) : undefined;
    const state = all.seen ? found && (found.properties?.provisioningState ?? DONE) : all.because;
    if (state !== told) work.say(`   ${name} of ${account.name}: ${state ?? NOT_LISTED}`);
    told = state ?? '';
    const end = endOf(name, told, performance.now() + lookMs > until ? makingMs : undefined);
    if (end) return end;
    await sleep(lookMs);
  }
}

/** @param waitedMs where there is no more time. */
function endOf(name: string, state: string, waitedMs: number | undefined): Result<void, Stop> | undefined {
  if (state === DONE) return ok(undefined);
  if (GIVEN_UP.includes(state)) {
    return refused(`Azure says that ${name} is ${state}. Nothing was moved.`, {
      say: 'Run this again: it makes it anew.',
    });
  }
  if (waitedMs === undefined) return undefined;
  const seconds = Math.round(waitedMs / MS_PER_SECOND);
  return refused(`After ${seconds} s Azure has not made ${name} (${state || NOT_LISTED}). Nothing was moved.`, {
    say: 'Run this again: it goes on where it stopped.',
  });
}
