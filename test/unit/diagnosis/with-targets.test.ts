import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { causesWithTargets } from '../../../src/diagnosis/with-targets.ts';

/** Keys that nobody reads, or that are a target’s own, while realtime:targets is set. */
const REPLACED = /realtime:(?:endpoint|deployment|tokenScope|resourceId)\b/;
const advices = CATALOGUE.flatMap(({ id, causes }) =>
  causes.flatMap((cause) => {
    const [mended] = causesWithTargets([cause]);
    return [
      { what: `${id}/${cause.id} check`, usual: cause.check, withTargets: mended?.check },
      { what: `${id}/${cause.id} fix`, usual: cause.fix, withTargets: mended?.fix },
    ];
  }),
);

test('with targets no advice names a key that nobody reads, and those that do otherwise name the targets', () => {
  const named = advices.filter(({ usual: { ownCode: _, withTargets: __, ...usual } }) =>
    REPLACED.test(JSON.stringify(usual)),
  );
  expect(named.length).toBeGreaterThan(10);
  for (const { what, withTargets } of named) {
    expect([what, JSON.stringify(withTargets)]).toEqual([what, expect.stringContaining('realtime:targets')]);
  }
  const wrong = advices.filter(({ withTargets }) =>
    REPLACED.test(JSON.stringify({ ...withTargets, ownCode: undefined })),
  );
  expect(wrong.map(({ what }) => what)).toEqual([]);
});

test('advice that names no key is the same with targets', () => {
  for (const { usual, withTargets } of advices) if (!usual.withTargets) expect(withTargets).toEqual(usual);
});
