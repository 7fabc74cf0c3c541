/** Waits until the functions answer that they are ready, or says what they answered instead. */
import { setTimeout as delay } from 'node:timers/promises';

/** How to wait; all but the address have defaults that suit `npm start`. */
export interface WaitOptions {
  readonly url: string;
  readonly limitMs: number;
  readonly intervalMs?: number;
  /** Ends the wait early, for instance because the host ended. */
  readonly signal?: AbortSignal;
}

/** Undefined when ready, else the last answer of `url`. */
export async function waitUntilReady({
  url,
  limitMs,
  intervalMs = 200,
  signal,
}: WaitOptions): Promise<string | undefined> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask(url);
    if (answer === undefined || performance.now() >= deadline || signal?.aborted === true) return answer;
    await delay(intervalMs);
  }
}

async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    const body = await response.text();
    return response.ok ? undefined : `${response.status} ${body}`.trim();
  } catch {
    return 'no answer';
  }
}
