/** Tells each second how long a call still has. */
import type { Ports } from './ports.ts';

const SECOND_MS = 1_000;

export async function countDown(
  { now, wait }: Pick<Ports, 'now' | 'wait'>,
  endsAt: () => number | undefined,
  tell: (seconds: number) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const at = endsAt();
    const leftMs = at === undefined ? undefined : Math.max(0, at - now());
    if (leftMs !== undefined) tell(Math.ceil(leftMs / SECOND_MS));
    // To the next whole second, so that none is told twice or left out.
    await wait((leftMs ?? 0) % SECOND_MS || SECOND_MS, signal);
  }
}
