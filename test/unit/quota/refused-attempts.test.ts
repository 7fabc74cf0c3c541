import { createRefusedAttempts, MAX_REFUSED_ATTEMPTS } from '../../../src/quota/refused-attempts.ts';
import { aClock } from '../../support/clock.ts';

function aBench() {
  const { now, advance } = aClock();
  const attempts = createRefusedAttempts({ now });
  const refuse = (times: number) => {
    for (let attempt = 0; attempt < times; attempt += 1) attempts.count('caller');
  };
  return { attempts, advance, refuse };
}

test('a caller has thirty refused attempts a minute, then waits until that minute is over', () => {
  const { attempts, advance, refuse } = aBench();
  refuse(MAX_REFUSED_ATTEMPTS - 1);
  advance(20_000);
  expect(attempts.check('caller').ok).toBe(true);
  refuse(1);
  expect(attempts.check('caller')).toEqual({ ok: false, error: { reason: 'attempts_exceeded', waitSeconds: 40 } });
  advance(39_999);
  expect(attempts.check('caller').ok).toBe(false);
  advance(1);
  expect(attempts.check('caller').ok).toBe(true);
});

test('a new minute begins with the first refusal after the last one', () => {
  const { attempts, advance, refuse } = aBench();
  refuse(MAX_REFUSED_ATTEMPTS);
  advance(90_000);
  refuse(MAX_REFUSED_ATTEMPTS);
  expect(attempts.check('caller')).toMatchObject({ error: { waitSeconds: 60 } });
});

test('another caller has attempts of their own', () => {
  const { attempts, refuse } = aBench();
  refuse(MAX_REFUSED_ATTEMPTS);
  expect(attempts.check('another').ok).toBe(true);
});

test('a clock that is set back locks nobody out', () => {
  const { attempts, advance, refuse } = aBench();
  refuse(MAX_REFUSED_ATTEMPTS);
  advance(-3_600_000);
  expect(attempts.check('caller').ok).toBe(true);
});
