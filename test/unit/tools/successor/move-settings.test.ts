/** What the store may answer to a write, and what the person is told then. */
import type { Facts } from '../../../../tools/doctor/facts/facts.ts';
import { moveSettings } from '../../../../tools/successor/move-settings.ts';
import type { HeldSetting, Written } from '../../../../tools/successor/setting-store.ts';
import type { Work } from '../../../../tools/successor/work.ts';

const KEY = 'realtime:deployment';
const HELD: HeldSetting = { text: 'old', stored: { key: KEY, value: 'old', isReadOnly: false } };
const FACTS = { target: {}, person: { objectId: 'person', type: 'User' } } as unknown as Facts;
const PLACE = { key: KEY, title: KEY, member: undefined, name: 'old', targets: [FACTS] } as const;

function move(written: Written) {
  const said: string[] = [];
  const store = { write: async () => written };
  const work = { facts: FACTS, store, say: (...lines: readonly string[]) => said.push(...lines) } as unknown as Work;
  return { said, done: moveSettings([{ place: PLACE, to: 'new' }], new Map([[KEY, HELD]]), work) };
}

test.each<[Written, RegExp]>([
  [{ kind: 'changed' }, /^Somebody has changed realtime:deployment since/],
  [{ kind: 'locked' }, /^realtime:deployment is locked/],
  [{ kind: 'forbidden' }, /needs the role App Configuration Data Owner/],
  [{ kind: 'failed', because: 'it answered 503' }, /did not take realtime:deployment: it answered 503/],
])('%j stops, and nothing is said to have moved', async (written, words) => {
  const { said, done } = move(written);
  expect(await done).toMatchObject({ ok: false, error: { status: 1, say: expect.stringMatching(words) } });
  expect(said).toEqual([]);
});

test('a write that the store takes is told', async () => {
  const { said, done } = move({ kind: 'written' });
  expect(await done).toMatchObject({ ok: true });
  expect(said).toEqual(['   realtime:deployment is new.']);
});
