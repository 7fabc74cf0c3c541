/** Waits for a condition that events announce, with a limit. */

export interface Waiting {
  readonly target: EventTarget;
  readonly events: readonly string[];
  /** Absent where only the signal ends it. */
  readonly limitMs?: number;
  readonly signal: AbortSignal;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What `look` found, or `undefined` after the limit or an abort. */
export async function until<T>(
  { target, events, limitMs, signal, wait }: Waiting,
  look: () => T | undefined,
): Promise<T | undefined> {
  const over = new AbortController();
  const within = AbortSignal.any([over.signal, signal]);
  const seen = new Promise<T | undefined>((resolve) => {
    const check = () => {
      const found = look();
      if (found !== undefined) resolve(found);
    };
    within.addEventListener('abort', () => resolve(undefined));
    for (const event of events) target.addEventListener(event, check, { signal: within });
    check();
  });
  try {
    const late = limitMs === undefined ? [] : [wait(limitMs, within).then(() => undefined)];
    return signal.aborted ? undefined : await Promise.race([seen, ...late]);
  } finally {
    over.abort();
  }
}
