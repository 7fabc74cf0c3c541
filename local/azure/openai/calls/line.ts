/** Whether a call is over though nobody has said so. */

export interface Line {
  readonly isConnected: boolean;
  readonly startedAt: number;
  readonly maxMs: number;
  /** Of the last packet of sound; absent before the first. */
  readonly heardAt: number | undefined;
  /** Of the last ICE check of the caller. */
  readonly checkedAt: number;
}

/** A browser gives ICE up after 15 s to half a minute. */
const CONNECT_MS = 30_000;
/** A browser sends 50 packets a second even when it is muted, and a page that is closed by force tells nobody. */
const GONE_MS = 3_000;
/** A page may stop sending altogether and stay; its ICE checks, 2.5 s apart, say so. */
const UNCHECKED_MS = 5_000;

export function isOver({ isConnected, startedAt, maxMs, heardAt, checkedAt }: Line, now: number): boolean {
  if (now - startedAt > maxMs) return true;
  if (!isConnected) return now - startedAt > CONNECT_MS;
  return heardAt !== undefined && now - heardAt > GONE_MS && now - checkedAt > UNCHECKED_MS;
}
