/** Now and then something of Azure fails: only what leaves no trace once it is mended, so that a 5xx has one cause. */
import { MINT_ERRORS, type MintError } from '../../local/azure/openai/mint-errors.ts';
import type { SwitchBoard } from '../../local/kit/switches.ts';

/** Every twentieth batch. */
const EVERY = 20;
/** Would make the batch wait for our own deadline at every mint. */
const TOO_SLOW = new Set(['normal', 'none', 'hang']);
const NAMES = ['mint.error', 'mint.answer'];
/** Azure names a wait, which everybody is told afterwards too. */
const REMEMBERED = new Set(
  Object.entries<MintError>(MINT_ERRORS)
    .filter(([, { body, headers }]) => /retry.after/i.test(body + JSON.stringify(headers ?? {})))
    .map(([name]) => name),
);

/** Throws the next switch in turn and returns its name; `undefined` in the batches in which nothing fails. */
export function nextSwitch(switches: SwitchBoard, batch: number): string | undefined {
  if (batch % EVERY !== EVERY - 1) return undefined;
  const faults = switches
    .list()
    .filter(({ name }) => NAMES.includes(name))
    .flatMap(({ name, values }) => values.map((value) => ({ name, value })))
    .filter(({ value }) => !TOO_SLOW.has(value) && !REMEMBERED.has(value));
  const fault = faults[Math.floor(batch / EVERY) % faults.length];
  if (fault === undefined) return undefined;
  switches.set(fault.name, fault.value);
  return fault.name;
}
