import { createPace } from '../../../src/calls/pace.ts';
import { aClock } from '../../support/clock.ts';

const EXCEEDED = { ok: false, error: { reason: 'pace_exceeded' } };

function aPace() {
  const clock = aClock();
  const { check } = createPace({ now: clock.now });
  return { clock, check, checks: (count: number) => Array.from({ length: count }, () => check('ada')) };
}

test('the eleventh question of a caller within a second is one too many, and the tenth is not', () => {
  const { checks } = aPace();
  const answers = checks(11);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(10);
  expect(answers[10]).toEqual(EXCEEDED);
});

test('the next second begins anew', () => {
  const { clock, check, checks } = aPace();
  checks(11);
  clock.advance(999);
  expect(check('ada')).toEqual(EXCEEDED);
  clock.advance(1);
  expect(check('ada')).toMatchObject({ ok: true });
});

test('one caller’s haste is no other’s', () => {
  const { check, checks } = aPace();
  checks(11);
  expect(check('eve')).toMatchObject({ ok: true });
});

test('of very many callers the one who asked longest ago is forgotten, and is never refused for it', () => {
  const { check, checks } = aPace();
  checks(11);
  for (let other = 0; other < 2_000; other += 1) check(`caller-${other}`);
  expect(check('ada')).toMatchObject({ ok: true });
});
