/** Truly signed tokens of another time. */
import type { CallerClaimOverrides } from '../../local/azure/issuer/caller-token.ts';
import type { Attack } from './attack-table.ts';

/** The real time, in which the app lives; the tolerance for clocks that differ is 60 s. */
const at = (seconds: number): number => Math.floor((performance.timeOrigin + performance.now()) / 1_000) + seconds;
/** Each row makes its token when it is run. */
const timed = (what: string, refused: () => CallerClaimOverrides, neighbour: () => CallerClaimOverrides): Attack => [
  what,
  ({ signed }) => signed(refused()),
  ({ signed }) => signed(neighbour()),
];

export const TIMES: readonly Attack[] = [
  timed(
    'expired 75 s ago',
    () => ({ exp: at(-75) }),
    () => ({ exp: at(-45) }),
  ),
  timed(
    'expired in 1970',
    () => ({ exp: 0 }),
    () => ({ exp: at(1) }),
  ),
  timed(
    'that ends before the epoch',
    () => ({ exp: -at(600) }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is a text',
    () => ({ exp: String(at(600)) }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is a date',
    () => ({ exp: '2099-01-01T00:00:00Z' }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is a list',
    () => ({ exp: [at(600)] }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is null',
    () => ({ exp: null }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is true',
    () => ({ exp: true }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'without an end',
    () => ({ exp: undefined }),
    () => ({ exp: at(600), nbf: undefined, iat: undefined }),
  ),
  timed(
    'whose end is in milliseconds',
    () => ({ exp: at(600) * 1_000 }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is in the year 9999',
    () => ({ exp: 253_402_300_799 }),
    () => ({ exp: at(86_400) }),
  ),
  timed(
    'whose end is the largest number',
    () => ({ exp: Number.MAX_VALUE }),
    () => ({ exp: at(86_400) }),
  ),
  timed(
    'that begins in 75 s',
    () => ({ nbf: at(75) }),
    () => ({ nbf: at(45) }),
  ),
  timed(
    'that begins in the far future',
    () => ({ nbf: at(600) * 1_000 }),
    () => ({ nbf: at(0) }),
  ),
  timed(
    'whose beginning is a text',
    () => ({ nbf: String(at(0)) }),
    () => ({ nbf: at(0) }),
  ),
  timed(
    'whose issue is a text',
    () => ({ iat: String(at(0)) }),
    () => ({ iat: at(0) }),
  ),
];
