/** Looks again every few milliseconds until it is so. */
import { setTimeout as wait } from 'node:timers/promises';

/** Long on any machine. */
const LIMIT_MS = 30_000;

/** @returns what `look` found. Fails after half a minute, saying what was waited for. */
export async function until<T>(look: () => T | undefined | false, what: () => string): Promise<T> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`After ${LIMIT_MS / 1_000} s there is still not: ${what()}`);
    await wait(5);
  }
}
