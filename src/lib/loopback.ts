/** The names of this machine, as `URL.hostname` writes them. */
const NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopback(hostname: string): boolean {
  return NAMES.has(hostname);
}
