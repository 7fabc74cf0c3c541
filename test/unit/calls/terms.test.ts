import { CALL_SETTINGS, type CallRules } from '../../../src/calls/settings.ts';
import { mayBegin, type TermsOrder, termsOf } from '../../../src/calls/terms.ts';
import { NOON_MS } from '../../support/clock.ts';

const RULES = CALL_SETTINGS.calls.default;
const UNLIMITED: Partial<CallRules> = { maxMinutes: undefined, perCaller: undefined };
const MINUTES = { spoken: { minutes: 60, windowSeconds: 86_400 } };
const UNITS = { day: { limit: 100, windowSeconds: 86_400 } };

function terms(order: Partial<Omit<TermsOrder, 'rules'>> & { readonly rules?: Partial<CallRules> } = {}) {
  const { rules, ...rest } = order;
  return termsOf({
    ...{ api: 'realtime', policies: {}, maxMinutes: undefined, isPerson: true, hasStorage: true, ...rest },
    rules: { ...RULES, ...rules },
  });
}

describe('what a call may last', () => {
  test.each([
    ['an hour, where nobody says less', {}, 3_600],
    ['what the settings say', { rules: { maxMinutes: 20 } }, 1_200],
    ['what the profile says, where that is less', { rules: { maxMinutes: 20 }, maxMinutes: 10 }, 600],
    ['what the settings say, where the profile says more', { rules: { maxMinutes: 20 }, maxMinutes: 30 }, 1_200],
    ['what the profile says, where the settings say nothing', { rules: UNLIMITED, maxMinutes: 10 }, 600],
  ])('is %s', (_what, order, seconds) => {
    expect(terms(order)).toMatchObject({ seconds, leashed: true });
  });

  test('is Azure’s to end where only a cap is asked for', () => {
    expect(terms({ rules: { maxMinutes: undefined } })).toMatchObject({ seconds: 3_600, leashed: false, perCaller: 5 });
  });

  test('is ours to end where minutes are counted, though the settings say nothing', () => {
    expect(terms({ rules: UNLIMITED, policies: MINUTES })).toMatchObject({ leashed: true });
  });
});

describe('a call that only we can end in time', () => {
  test.each([
    ['is one of less than an hour', { maxMinutes: 59 }, true],
    ['is one where minutes are counted, of which less may be left', { policies: MINUTES }, true],
    ['is none of an hour, which Azure ends by itself', {}, false],
    ['is none where units alone are counted', { policies: UNITS }, false],
  ])('%s', (_what, order, short) => {
    expect(terms(order)).toMatchObject({ short });
  });
});

describe('how many calls at once', () => {
  test('is a person’s cap, and none of an app', () => {
    expect(terms()).toMatchObject({ perCaller: 5, perDeployment: undefined, atLimit: 'replace' });
    expect(terms({ isPerson: false })).toMatchObject({ perCaller: undefined, leashed: true });
  });

  test('is the deployment’s for both', () => {
    const rules = { ...UNLIMITED, perDeployment: 3 };
    for (const isPerson of [true, false]) expect(terms({ rules, isPerson })).toMatchObject({ perDeployment: 3 });
  });
});

describe('a call without terms, for which no storage is asked', () => {
  test.each([
    ['of anybody, where nothing limits it', { rules: UNLIMITED }],
    ['of anybody, where only units are counted', { rules: UNLIMITED, policies: UNITS }],
    ['of an app, where the only limit is a person’s', { rules: { maxMinutes: undefined }, isPerson: false }],
    ['where no storage is named and nobody asks for limits', { hasStorage: false }],
  ])('is one %s', (_what, order) => {
    expect(terms(order)).toBeUndefined();
  });

  test.each([
    ['the profile names its minutes', { maxMinutes: 10 }],
    ['minutes are counted', { policies: MINUTES }],
    ['the settings of the calls were written', { rules: { perCaller: 4 } }],
  ])('is none where no storage is named and %s: a limit is not left undone', (_what, order) => {
    expect(terms({ hasStorage: false, ...order })).toBeDefined();
  });
});

describe('an instant that ends every call begun before it', () => {
  test.each([
    ['lies ahead', NOON_MS + 1_500, { ok: false, error: { cause: 'EndBefore', waitSeconds: 2 } }],
    ['is now', NOON_MS, { ok: true }],
    ['has passed', NOON_MS - 1, { ok: true }],
    ['is not set', undefined, { ok: true }],
  ])('where it %s', (_what, endBefore, expected) => {
    expect(mayBegin(endBefore, NOON_MS)).toMatchObject(expected);
  });
});
