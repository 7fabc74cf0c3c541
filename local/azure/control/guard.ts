/**
 * Who may use the control service: this machine, and no page from elsewhere that a browser of this machine shows.
 * It signs tokens and changes settings, so a foreign `Host` (DNS rebinding) and a foreign `Origin` are refused.
 */
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The reason for a refusal, or `undefined`. */
export function findForeignness({ host, origin }: IncomingHttpHeaders): string | undefined {
  if (!isLoopback(`http://${host ?? ''}`)) return 'The Host header is not this machine.';
  if (origin !== undefined && !isLoopback(origin)) return 'The Origin header is not this machine.';
  return undefined;
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}
