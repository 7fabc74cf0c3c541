/** A promise that somebody else keeps, or not. */
import type { Ports } from './ports.ts';

/** `undefined` after the limit or an abort. */
export async function within<T>(
  { wait }: Pick<Ports, 'wait'>,
  work: () => Promise<T>,
  limitMs: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const over = new AbortController();
  try {
    const late = wait(limitMs, AbortSignal.any([over.signal, signal])).then(() => undefined);
    return await Promise.race([work(), late]);
  } finally {
    over.abort();
  }
}
