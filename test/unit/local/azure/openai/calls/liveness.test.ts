/** When a call is over though nobody has said so. */
import { isOver, type Liveness } from '../../../../../../local/azure/openai/calls/liveness.ts';

const HOUR = 3_600_000;
const aLiveness = (seen: Partial<Liveness> = {}): Liveness => ({
  isConnected: true,
  lastedMs: 100_000,
  maxMs: HOUR,
  unheardMs: undefined,
  uncheckedMs: 100_000,
  ...seen,
});

test.each<[string, Partial<Liveness>, Partial<Liveness>]>([
  ['its maximum has passed', { lastedMs: HOUR }, { lastedMs: HOUR + 1 }],
  ['a shorter maximum has passed', { maxMs: 5_000, lastedMs: 5_000 }, { lastedMs: 5_001 }],
  ['it has not connected in half a minute', { isConnected: false, lastedMs: 30_000 }, { lastedMs: 30_001 }],
  [
    'there is neither sound for 3 s nor a check for 7 s',
    { unheardMs: 3_001, uncheckedMs: 7_000 },
    { uncheckedMs: 7_001 },
  ],
  ['there is no check for 7 s nor sound for 3 s', { unheardMs: 3_000, uncheckedMs: 7_001 }, { unheardMs: 3_001 }],
])('it is when %s, and not a moment before', (_when, before, after) => {
  expect(isOver(aLiveness(before))).toBe(false);
  expect(isOver(aLiveness({ ...before, ...after }))).toBe(true);
});

test.each<[string, Partial<Liveness>]>([
  ['has never been heard, as a page without a microphone', {}],
  ['has stopped sending and still checks the line', { unheardMs: 90_000, uncheckedMs: 6_000 }],
  ['is heard and does not check the line', { unheardMs: 20 }],
])('it is not while the caller %s', (_what, seen) => {
  expect(isOver(aLiveness(seen))).toBe(false);
});

test('another patience has its own time to connect and its own sign of an end', () => {
  const patience = {
    connectMs: 1_000,
    isGone: ({ uncheckedMs }: { readonly uncheckedMs: number }) => uncheckedMs > 50,
  };
  const connecting = { isConnected: false, lastedMs: 1_000 };
  expect([
    isOver(aLiveness(connecting), patience),
    isOver(aLiveness({ ...connecting, lastedMs: 1_001 }), patience),
  ]).toEqual([false, true]);
  expect([50, 51].map((uncheckedMs) => isOver(aLiveness({ uncheckedMs }), patience))).toEqual([false, true]);
});
