/** Whether a call is over though nobody has said so. */

export interface Liveness {
  readonly isConnected: boolean;
  readonly lastedMs: number;
  readonly maxMs: number;
  /** Since the last packet of sound; absent before the first. */
  readonly unheardMs: number | undefined;
  /** Since the last ICE check of the caller. */
  readonly uncheckedMs: number;
}

/** A browser gives ICE up after 15 s to half a minute. */
const CONNECT_MS = 30_000;
/** A browser sends 50 packets a second even when it is muted, and a page that is closed by force tells nobody. */
const GONE_MS = 3_000;
/** A page may stop sending altogether and stay; its ICE checks say so. RFC 7675, 5.1: at most 6 s apart. */
const UNCHECKED_MS = 7_000;

export function isOver({ isConnected, lastedMs, maxMs, unheardMs, uncheckedMs }: Liveness): boolean {
  if (lastedMs > maxMs) return true;
  if (!isConnected) return lastedMs > CONNECT_MS;
  return unheardMs !== undefined && unheardMs > GONE_MS && uncheckedMs > UNCHECKED_MS;
}
