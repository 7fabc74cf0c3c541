/** What goes wrong with a hang-up, by chance: the switch is thrown anew every few milliseconds. */
import type { SwitchBoard } from '../../../local/kit/switches.ts';

/** In a hundred hang-ups; the others are as they should be. */
const FAULTS: readonly (readonly [string, number])[] = [
  ['call-quota', 15],
  ['internal-error', 7.5],
  ['done-internal-error', 7.5],
  ['hang', 3],
  ['done-hang', 2],
  ['reset', 2],
];
const EVERY_MS = 3;

/** @returns how to end it. */
export function throwFaults(switches: SwitchBoard): () => void {
  const timer = setInterval(() => switches.set('calls.hangup', pick(Math.random() * 100)), EVERY_MS);
  return () => {
    clearInterval(timer);
    switches.set('calls.hangup', 'normal');
  };
}

function pick(at: number): string {
  let left = at;
  for (const [name, share] of FAULTS) {
    left -= share;
    if (left < 0) return name;
  }
  return 'normal';
}
