/** A piece of the catalogue's advice as its lines. */
import type { Advice } from '../../src/diagnosis/catalogue-entry.ts';

/** With those for whoever has code of their own. */
export function allLinesOf(advice: Advice): readonly string[] {
  return [...linesOf(advice), ...(advice.ownCode ? linesOf(advice.ownCode) : [])];
}

export function linesOf(advice: Advice): readonly string[] {
  const { run, say }: { run?: string; say?: string } = advice;
  return [run, say].filter((line) => line !== undefined);
}
