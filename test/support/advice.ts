/** A piece of the catalogue's advice as its lines. */
import type { Advice } from '../../src/diagnosis/catalogue-entry.ts';

export function linesOf(advice: Advice): readonly string[] {
  const { run, say }: { run?: string; say?: string } = advice;
  return [run, say].filter((line) => line !== undefined);
}
