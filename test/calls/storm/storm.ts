/**
 * Calls of a minute over two instances that share their storage, with faults. Nothing of time is scaled where `isStepped`
 * is off; where it is on the instances' clocks are moved past the end of every call as soon as all are answered.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startAzure } from '../../../local/azure/azure.ts';
import { type Books, readBooks } from './books.ts';
import { type Callers, createCallers } from './callers.ts';
import { throwFaults } from './faults.ts';
import { startHosts } from './hosts.ts';
import { judge, type Verdict } from './verdict.ts';

export interface StormOptions {
  readonly calls: number;
  /** Between two kills; 0: none but the one that a stepped storm has. */
  readonly killEverySeconds: number;
  readonly isStepped: boolean;
  /** Whether Azure fails hang-ups by chance. */
  readonly hasFaults: boolean;
  readonly perCaller: number;
  readonly perDeployment: number;
  readonly tell?: (line: string) => void;
}

export interface Storm extends Verdict {
  readonly kills: number;
  readonly seconds: number;
  readonly answers: Callers['answers'];
  /** What hang-ups were answered, by status. */
  readonly hangUps: ReadonlyMap<string, number>;
}

/** Of begins at a time. */
const AT_ONCE = 16;
/** Of calls that their owner ends, and the longest that these last. */
const OWNERS_SHARE = 0.25;
const OWNERS_LONGEST_MS = 40_000;
/** Ticks after the last end: one is missed by a kill, one or two by faults. */
const DRAIN_MS = 5 * 60_000;
const STEP_MS = 61_000;

export async function runStorm(options: StormOptions): Promise<Storm> {
  const { calls, killEverySeconds, isStepped, hasFaults, perCaller, perDeployment, tell = () => undefined } = options;
  const startedAt = performance.now();
  const azure = await startAzure({
    storage: true,
    settings: {
      'realtime:calls': JSON.stringify({ maxMinutes: 1, perCaller, perDeployment }),
      // So that what was spent stands in the rows; nobody comes near it.
      'realtime:quota': '{"speech":{"minutes":10000,"windowSeconds":86400}}',
    },
  });
  azure.switches.set('calls.media', 'off');
  const hosts = await startHosts(azure, 2);
  const callers = await createCallers(azure, hosts);
  const endFaults = hasFaults ? throwFaults(azure.switches) : () => undefined;
  let isOver = false;
  const killing = (async () => {
    while (!isOver && killEverySeconds > 0) {
      await pause(killEverySeconds * 1_000 * (0.5 + Math.random()));
      if (!isOver) await hosts.kill();
    }
  })();
  let moved = 0;
  try {
    const owners: Promise<void>[] = [];
    let begun = 0;
    const caller = async (): Promise<void> => {
      while (begun < calls) {
        begun += 1;
        const call = await callers.call();
        if (callers.answered.length % 100 === 0) tell(`${callers.answered.length} answered, ${hosts.kills()} kills`);
        if (Math.random() >= OWNERS_SHARE) continue;
        const after = Math.random() * (isStepped ? 500 : OWNERS_LONGEST_MS);
        owners.push(pause(after).then(() => callers.hangUp(call)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
    await Promise.all(owners);
    tell(`all answered: ${JSON.stringify([...callers.answers])}`);
    if (isStepped) await hosts.kill();
    const until = performance.now() + DRAIN_MS;
    let books: Books = await readBooks(azure);
    for (let round = 0; books.live.length > 0 && performance.now() < until; round += 1) {
      // Every five seconds is enough for a sweep that meets every fault.
      if (isStepped && round % 5 === 0) {
        moved += STEP_MS;
        await hosts.advance(STEP_MS);
      }
      await pause(1_000);
      books = await readBooks(azure);
      tell(`${books.live.length} on the line`);
    }
    isOver = true;
    await killing;
    const verdict = judge({
      answered: callers.answered,
      openAtAzure: azure.calls.list().map(({ id }) => id),
      endedAtAzure: azure.calls.ended(),
      books: await readBooks(azure),
      ...{ perCaller, perDeployment, now: Date.now() + moved },
    });
    const hangUps = Map.groupBy(
      azure.requests.list('openai').filter(({ path }) => path.endsWith('/hangup')),
      ({ status }) => String(status),
    );
    return {
      ...verdict,
      kills: hosts.kills(),
      seconds: (performance.now() - startedAt) / 1_000,
      answers: callers.answers,
      hangUps: new Map([...hangUps].map(([status, all]) => [status, all.length])),
    };
  } finally {
    isOver = true;
    endFaults();
    await hosts.stop();
    await azure.stop();
  }
}
