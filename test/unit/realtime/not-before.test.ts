/** What Azure said about waiting, told to everybody, on a clock that a test moves. */
import type { Operation } from '../../../src/diagnosis/catalogue-entry.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { createNotBefore, type Permit } from '../../../src/realtime/not-before.ts';
import type { UpstreamError } from '../../../src/realtime/upstream.ts';
import { aClock } from '../../support/clock.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aTarget } from '../../support/target.ts';
import { aRefusalOf } from '../problems/refusals.ts';

const AZURE = aTarget('https://contoso.openai.azure.com', 'voice');
const MINT: readonly Operation[] = ['client_secrets'];
const RELAY: readonly Operation[] = ['client_secrets', 'calls'];

function refusedWith(status: number, retryAfterSeconds?: number): UpstreamError {
  const facts = { status, errorCode: undefined, param: undefined, requestId: undefined, region: undefined };
  return { ...aRefusalOf({ kind: 'answered', status }), facts, retryAfterSeconds };
}

function aBench() {
  const { now, advance } = aClock();
  const notBefore = createNotBefore({ now });
  const enter = (operations = MINT, target = AZURE) => notBefore.enter(target, operations);
  const mint = (outcome: UpstreamError | undefined): Permit => {
    const permit = unwrap(enter());
    permit.ended('client_secrets', outcome ? err(outcome) : ok(undefined));
    return permit;
  };
  const waitSeconds = (): number => errorOf(enter()).waitSeconds;
  const isOpen = (): boolean => {
    const entered = enter();
    if (entered.ok) entered.value.leave();
    return entered.ok;
  };
  return { advance, enter, mint, waitSeconds, isOpen };
}

describe('a wait', () => {
  test('is told to everybody as what is left of it, with what Azure said', () => {
    const { mint, enter, advance, waitSeconds, isOpen } = aBench();
    const refusal = refusedWith(429, 20);
    mint(refusal);
    expect(errorOf(enter())).toEqual({ reason: 'not_yet', refusal, waitSeconds: 20 });
    advance(7_500);
    expect(waitSeconds()).toBe(13);
    advance(12_500);
    expect(isOpen()).toBe(true);
  });

  test.each([61, 86_400])('of %d s is a minute: Azure is wrong about a day', (seconds) => {
    const { mint, advance, waitSeconds, isOpen } = aBench();
    mint(refusedWith(429, seconds));
    expect(waitSeconds()).toBe(60);
    advance(60_000);
    expect(isOpen()).toBe(true);
  });

  test.each([429, 500, 502, 503, 504, 529])('is about everybody where the status is %d', (status) => {
    const { mint, waitSeconds } = aBench();
    mint(refusedWith(status, 5));
    expect(waitSeconds()).toBe(5);
  });

  test.each([400, 401, 403, 404, 408, 413, 422])('is one request’s own where the status is %d', (status) => {
    const { mint, isOpen } = aBench();
    mint(refusedWith(status, 5));
    expect(isOpen()).toBe(true);
  });

  test.each([
    ['without a wait', refusedWith(429)],
    ['whose wait is over', refusedWith(503, 0)],
    ['that never came', aRefusalOf({ kind: 'timeout' })],
  ])('is none in an answer %s', (_what, refusal) => {
    const { mint, isOpen } = aBench();
    mint(refusal);
    expect(isOpen()).toBe(true);
  });

  test('is the longer one of two', () => {
    const { enter, waitSeconds } = aBench();
    const [one, other] = [unwrap(enter()), unwrap(enter())];
    one.ended('client_secrets', err(refusedWith(429, 30)));
    other.ended('client_secrets', err(refusedWith(429, 2)));
    expect(waitSeconds()).toBe(30);
  });

  test('stays where a request that began before it ends well', () => {
    const { enter, mint, waitSeconds } = aBench();
    const early = unwrap(enter());
    mint(refusedWith(429, 30));
    early.ended('client_secrets', ok(undefined));
    expect(waitSeconds()).toBe(30);
  });

  test('is of one endpoint, deployment and operation', () => {
    const { enter, mint } = aBench();
    mint(refusedWith(429, 30));
    expect(enter(MINT, { ...AZURE, deployment: 'another' }).ok).toBe(true);
    expect(enter(MINT, aTarget('https://other.openai.azure.com', 'voice')).ok).toBe(true);
    expect(enter(['calls']).ok).toBe(true);
    expect(enter(RELAY).ok).toBe(false);
  });

  test('of calls spares the relay its mint, and leaves mints alone', () => {
    const { enter } = aBench();
    const permit = unwrap(enter(RELAY));
    permit.ended('client_secrets', ok(undefined));
    permit.ended('calls', err(refusedWith(503, 9)));
    expect(errorOf(enter(RELAY)).waitSeconds).toBe(9);
    expect(enter(MINT).ok).toBe(true);
  });

  test('is forgotten by a clock that is set back, instead of lasting longer', () => {
    const { mint, advance, isOpen } = aBench();
    mint(refusedWith(429, 60));
    advance(-3_600_000);
    expect(isOpen()).toBe(true);
  });
});

describe('after a wait', () => {
  function aDue() {
    const bench = aBench();
    bench.mint(refusedWith(429, 10));
    bench.advance(10_000);
    return bench;
  }

  test('exactly one request tries, and the others are told a second', () => {
    const { enter, waitSeconds } = aDue();
    expect(enter().ok).toBe(true);
    for (let other = 0; other < 20; other += 1) expect(waitSeconds()).toBe(1);
  });

  test.each([
    ['a secret', undefined],
    ['a refusal of this one request', refusedWith(400)],
    ['a refusal of this one request with a wait', refusedWith(400, 30)],
  ])('the way is open for all when it gets %s', (_what, outcome) => {
    const { enter, mint } = aDue();
    mint(outcome);
    expect([enter().ok, enter().ok]).toEqual([true, true]);
  });

  test('it sets the next wait when it is refused again', () => {
    const { mint, waitSeconds, advance, enter } = aDue();
    mint(refusedWith(503, 25));
    expect(waitSeconds()).toBe(25);
    advance(25_000);
    expect([enter().ok, enter().ok]).toEqual([true, false]);
  });

  test.each([
    ['no answer', aRefusalOf({ kind: 'timeout' })],
    ['a refusal of all without a wait', refusedWith(503)],
  ])('the next one tries when it gets %s', (_what, outcome) => {
    const { mint, enter } = aDue();
    mint(outcome);
    expect([enter().ok, enter().ok]).toEqual([true, false]);
  });

  test('the next one tries when it does not come to ask at all', () => {
    const { enter } = aDue();
    unwrap(enter()).leave();
    expect([enter().ok, enter().ok]).toEqual([true, false]);
  });

  test('the next one tries when it never ends', () => {
    const { enter, advance, waitSeconds } = aDue();
    enter();
    advance(29_999);
    expect(waitSeconds()).toBe(1);
    advance(1);
    expect(enter().ok).toBe(true);
  });

  test('a request that leaves does not end the trial of another', () => {
    const { enter, mint, advance } = aBench();
    const early = unwrap(enter());
    mint(refusedWith(429, 10));
    advance(10_000);
    enter();
    early.leave();
    expect(enter().ok).toBe(false);
  });
});

describe('a request that has waited as Azure told it', () => {
  test('is the one that tries again, though its timer is a millisecond ahead of the clock', () => {
    const { enter, mint, advance, isOpen } = aBench();
    const permit = mint(refusedWith(429, 1));
    advance(999);
    expect(permit.mayRepeat('client_secrets')).toBe(true);
    advance(1);
    expect(enter().ok).toBe(false);
    permit.ended('client_secrets', ok(undefined));
    expect(isOpen()).toBe(true);
  });

  test('is one of those that were refused together', () => {
    const { enter, advance } = aBench();
    const permits = Array.from({ length: 20 }, () => unwrap(enter()));
    for (const permit of permits) permit.ended('client_secrets', err(refusedWith(429, 1)));
    advance(1_000);
    expect(permits.filter((permit) => permit.mayRepeat('client_secrets'))).toHaveLength(1);
  });

  test('does not when another has been told to wait longer', () => {
    const { enter, mint, advance } = aBench();
    const other = unwrap(enter());
    const permit = mint(refusedWith(429, 1));
    other.ended('client_secrets', err(refusedWith(429, 30)));
    advance(1_000);
    expect(permit.mayRepeat('client_secrets')).toBe(false);
  });

  test('may where there was no wait at all, as after a connection that never came about', () => {
    const { mint } = aBench();
    expect(mint(aRefusalOf({ kind: 'unreachable' })).mayRepeat('client_secrets')).toBe(true);
  });
});
