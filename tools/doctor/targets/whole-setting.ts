/** A command for one target writes realtime:targets whole, as it stood when it was printed: a second one would undo it. */
import type { Mend } from '../verdict.ts';
import { TARGETS_KEY } from './member.ts';

const FIRST_LOOK = `Each of these commands writes ${TARGETS_KEY} whole: after one, look again before you run the next.`;

interface Mended {
  readonly verdict: { readonly mend: Mend };
}

/** Of every fix. */
export function createCaution(all: readonly Mended[]): <T extends Mended>(each: T) => T {
  const writers = all.filter(({ verdict }) => writesWhole(verdict.mend));
  if (writers.length < 2) return (each) => each;
  return (each) => {
    const { verdict } = each;
    if (!writesWhole(verdict.mend)) return each;
    const say = [FIRST_LOOK, verdict.mend.say].filter((part) => part !== undefined).join(' ');
    return { ...each, verdict: { ...verdict, mend: { ...verdict.mend, say } } };
  };
}

function writesWhole({ run = [], or }: Mend): boolean {
  return run.some((command) => command.includes(` --key ${TARGETS_KEY} `)) || (or !== undefined && writesWhole(or));
}
