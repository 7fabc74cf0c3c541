/** Which target is asked, on a clock that a test moves. */
import type { Operation } from '../../../src/diagnosis/catalogue-entry.ts';
import { err, ok } from '../../../src/lib/result.ts';
import type { Target } from '../../../src/realtime/target.ts';
import { createTargetGate } from '../../../src/realtime/target-gate.ts';
import type { UpstreamError } from '../../../src/realtime/upstream.ts';
import { aClock } from '../../support/clock.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aTarget } from '../../support/target.ts';
import { aRefusalOf } from '../problems/refusals.ts';

const MINT: readonly Operation[] = ['client_secrets'];
const [FIRST, SECOND] = [
  { ...aTarget('https://one.openai.azure.com'), name: 'first' },
  { ...aTarget('https://two.openai.azure.com'), name: 'second' },
];
const RESET = aRefusalOf({ kind: 'interrupted' });
const DAY = aWait(86_400);

function aWait(retryAfterSeconds: number): UpstreamError {
  const facts = { status: 429, errorCode: undefined, param: undefined, requestId: undefined, region: undefined };
  return { ...aRefusalOf({ kind: 'answered', status: 429 }), facts, retryAfterSeconds };
}

function aBench() {
  const { now, advance } = aClock();
  const gate = createTargetGate({ now });
  const enter = (targets: readonly Target[] = [FIRST, SECOND]) => gate.enter(targets, MINT);
  /** The name of the target that is asked; it answers with a secret, or fails. */
  function ask(targets?: readonly Target[], outcome?: UpstreamError): string {
    const { target, permit } = unwrap(enter(targets));
    permit.ended('client_secrets', outcome ? err(outcome) : ok(undefined));
    return target.name;
  }
  return { advance, gate, enter, ask };
}

test('the first target is asked as long as it serves', () => {
  const { ask } = aBench();
  expect([ask(), ask(), ask()]).toEqual(['first', 'first', 'first']);
});

describe.each([
  ['failed without a word', RESET, 20_000],
  ['asked for a wait of a day', DAY, 60_000],
])('a target that has %s', (_what, failure, passedOverMs) => {
  test('costs a hundred requests that follow nothing, then one', () => {
    const { ask, enter, advance } = aBench();
    ask(undefined, failure);
    expect(Array.from({ length: 100 }, () => ask())).toEqual(Array(100).fill('second'));
    advance(passedOverMs);
    const trial = unwrap(enter());
    expect(trial.target.name).toBe('first');
    expect(Array.from({ length: 100 }, () => ask())).toEqual(Array(100).fill('second'));
    trial.permit.ended('client_secrets', err(failure));
    expect(ask()).toBe('second');
  });

  test('is asked again, first, within a minute of being well', () => {
    const { ask, advance } = aBench();
    ask(undefined, failure);
    advance(60_000);
    expect([ask(), ask()]).toEqual(['first', 'first']);
  });
});

describe('where no other target is left', () => {
  test('one that has only failed is asked all the same, by everybody', () => {
    const { ask, enter } = aBench();
    ask([FIRST], RESET);
    expect([enter([FIRST]).ok, enter([FIRST]).ok, enter([FIRST]).ok]).toEqual([true, true, true]);
  });

  test('one that has only failed goes before one that asked to be left alone', () => {
    const { ask } = aBench();
    ask([FIRST], RESET);
    ask([SECOND], DAY);
    expect([ask(), ask()]).toEqual(['first', 'first']);
  });

  test('its success opens it to all', () => {
    const { ask } = aBench();
    ask([FIRST], RESET);
    ask([SECOND], DAY);
    ask();
    expect(ask([FIRST, { ...SECOND, deployment: 'another' }])).toBe('first');
  });

  test('those who have to wait are told the shortest wait', () => {
    const { ask, enter } = aBench();
    ask([FIRST], aWait(30));
    ask([SECOND], aWait(9));
    expect(errorOf(enter())).toMatchObject({ reason: 'not_yet', waitSeconds: 9 });
  });
});

test('a refusal of one request’s own shape passes no target over', () => {
  const { ask } = aBench();
  ask(undefined, aRefusalOf({ kind: 'answered', status: 400 }));
  expect(ask()).toBe('first');
});

test('to look starts nothing', () => {
  const { ask, gate, enter, advance } = aBench();
  ask(undefined, RESET);
  expect(gate.look(FIRST, 'client_secrets')).toMatchObject({ refusal: RESET, waitSeconds: 20 });
  advance(20_000);
  for (let look = 0; look < 3; look += 1) expect(gate.look(FIRST, 'client_secrets')).toBeUndefined();
  expect(unwrap(enter()).target.name).toBe('first');
});
