/** One target after the other: which failures go on, and what is told where none serves. */
import { createTimings } from '../../../src/http/timings.ts';
import { atSomeTarget, type Failure } from '../../../src/issuance/at-some-target.ts';
import { createEntries, type Errand } from '../../../src/issuance/entry.ts';
import type { IssuanceError } from '../../../src/issuance/issued.ts';
import { err, ok, type Result } from '../../../src/lib/result.ts';
import { createTargetGate } from '../../../src/realtime/target-gate.ts';
import { aClock } from '../../support/clock.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aTarget } from '../../support/target.ts';
import { aRefusalOf } from '../problems/refusals.ts';

const FIRST = { ...aTarget('https://first.openai.azure.com'), name: 'first' };
const SECOND = { ...aTarget('https://second.openai.azure.com'), name: 'second' };
const ERRAND: Errand = { id: 'mint_1', targets: [FIRST, SECOND], operations: ['client_secrets'], terms: undefined };

const DOWN: IssuanceError = { ...aRefusalOf({ kind: 'answered', status: 503 }), neverMinted: false };
const BUSY: IssuanceError = {
  ...aRefusalOf({ kind: 'answered', status: 429, code: 'RateLimitReached' }),
  ...{ neverMinted: true, retryAfterSeconds: 30 },
};
const WRONG: IssuanceError = { ...aRefusalOf({ kind: 'answered', status: 400 }), neverMinted: true };
/** Of a call: it may have begun. */
const UNKNOWN_CALL: IssuanceError = aRefusalOf({ kind: 'timeout', operation: 'calls' });

/** Each target answers what it is given, by its name. */
async function ask(answers: Readonly<Record<string, Result<string, IssuanceError>>>) {
  const { now } = aClock();
  const entries = createEntries({ gate: createTargetGate({ now }), leash: undefined });
  const asked: string[] = [];
  const moved: [Failure, string][] = [];
  const served = await atSomeTarget<string>(
    {
      ...{ entries, errand: ERRAND, timings: createTimings(), timeoutMs: 8_000 },
      ask: async ({ entry }) => {
        asked.push(entry.target.name);
        return answers[entry.target.name] ?? err(WRONG);
      },
      moved: (from, to) => moved.push([from, to.name]),
    },
    unwrap(await entries.enter(ERRAND, createTimings())),
  );
  return { served, asked, moved };
}

test('the first target is asked, and no other where it serves', async () => {
  const { served, asked, moved } = await ask({ first: ok('a secret') });
  expect([unwrap(served), asked, moved]).toEqual(['a secret', ['first'], []]);
});

test('where it fails for a reason of its own the next one serves, and the failure is told', async () => {
  const { served, asked, moved } = await ask({ first: err(DOWN), second: ok('a secret') });
  expect([unwrap(served), asked]).toEqual(['a secret', ['first', 'second']]);
  expect(moved).toEqual([[{ target: FIRST, error: DOWN }, 'second']]);
});

test.each([
  ['the request is at fault', WRONG],
  ['a call may have begun', UNKNOWN_CALL],
])('no other is asked where %s', async (_why, error) => {
  const { served, asked } = await ask({ first: err(error), second: ok('a secret') });
  expect(asked).toEqual(['first']);
  expect(errorOf(served).told).toEqual({ target: FIRST, error });
});

test('where none serves the caller is told of the one that may serve soonest', async () => {
  const { served } = await ask({ first: err(BUSY), second: err(DOWN) });
  expect(errorOf(served).told).toEqual({ target: SECOND, error: DOWN });
  expect(errorOf(served).failures.map(({ target }) => target.name)).toEqual(['first', 'second']);
});

test('of two that may serve equally soon the caller is told of the preferred one', async () => {
  const { served } = await ask({ first: err(DOWN), second: err(DOWN) });
  expect(errorOf(served).told.target).toBe(FIRST);
});
