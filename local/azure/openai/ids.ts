/** Ids of the realtime API, as recorded: a prefix and 21 letters or digits. */
import { randomInt } from 'node:crypto';

const LENGTH = 21;
const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

type Prefix = 'sess' | 'event' | 'item' | 'resp' | 'conv' | 'call' | 'fc' | 'msg' | 'item_delegation';

export function createId(prefix: Prefix): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHANUMERICS.charAt(randomInt(ALPHANUMERICS.length)));
  return `${prefix}_${letters.join('')}`;
}
