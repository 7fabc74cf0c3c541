/** Now and then something of Azure fails: only what leaves no trace once it is mended, so that a 5xx has one cause. */
import type { Switches } from '../../local/azure/switches.ts';

/** Every twentieth batch. */
const EVERY = 20;
/** Would make the batch wait for our own deadline at every mint. */
const TOO_SLOW = new Set(['normal', 'none', 'hang']);
const NAMES = ['mint.error', 'mint.answer'];

/** Throws the next switch in turn and returns its name; `undefined` in the batches in which nothing fails. */
export function nextSwitch(switches: Switches, batch: number): string | undefined {
  if (batch % EVERY !== EVERY - 1) return undefined;
  const faults = switches
    .list()
    .filter(({ name }) => NAMES.includes(name))
    .flatMap(({ name, values }) => values.filter((value) => !TOO_SLOW.has(value)).map((value) => ({ name, value })));
  const fault = faults[Math.floor(batch / EVERY) % faults.length];
  if (fault === undefined) return undefined;
  switches.set(fault.name, fault.value);
  return fault.name;
}
