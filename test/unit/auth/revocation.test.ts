import { checkRevocation } from '../../../src/auth/revocation.ts';
import { parseSettings } from '../../../src/settings/parse-settings.ts';
import { NOON_MS } from '../../support/clock.ts';
import { someSettings, storedSettings } from '../../support/stored-settings.ts';
import { flaw } from './verifier-bench.ts';

const NOON_SECONDS = NOON_MS / 1_000;
const HASH = '0123456789abcdef0123456789abcdef';
const caller = { hash: HASH, formerHashes: [], issuedAtSeconds: NOON_SECONDS };
const OTHER_HASH = HASH.replace('0', '1');

function revoked(text: object) {
  return someSettings({ revoked: JSON.stringify(text) }).revoked;
}

describe('a caller', () => {
  test('is served where nothing is revoked', () => {
    expect(checkRevocation(caller, someSettings().revoked)).toEqual({ ok: true, value: caller });
    expect(checkRevocation(caller, revoked({})).ok).toBe(true);
  });

  test('among the subjects is refused, and its neighbour is not', () => {
    const rule = revoked({ subjects: [OTHER_HASH, HASH] });
    expect(checkRevocation(caller, rule)).toEqual({
      ok: false,
      error: { reason: 'caller_revoked', callerHash: HASH, subject: HASH },
    });
    expect(checkRevocation({ ...caller, hash: HASH.replace('0', '2') }, rule).ok).toBe(true);
  });
});

describe('a caller whose pseudonym an upgrade has changed', () => {
  const upgraded = { ...caller, formerHashes: [HASH.replace('0', '3'), OTHER_HASH] };

  test('stays revoked, and the log names the entry that is to be written anew', () => {
    const refused = checkRevocation(upgraded, revoked({ subjects: [OTHER_HASH] }));
    expect(refused).toEqual({ ok: false, error: { reason: 'caller_revoked', callerHash: HASH, subject: OTHER_HASH } });
    expect(checkRevocation(upgraded, revoked({ subjects: [HASH.replace('0', '4')] })).ok).toBe(true);
  });
});

describe('a token', () => {
  const rule = revoked({ issuedBefore: '2026-11-23T13:00:00+01:00' });

  test('that was issued a second before the instant is refused, and one of the instant is not', () => {
    expect(checkRevocation({ ...caller, issuedAtSeconds: NOON_SECONDS - 1 }, rule)).toEqual(flaw('revoked'));
    expect(checkRevocation(caller, rule).ok).toBe(true);
  });

  test('that does not say when it was issued is refused only where an instant is set', () => {
    const ageless = { ...caller, issuedAtSeconds: undefined };
    expect(checkRevocation(ageless, rule)).toEqual(flaw('revoked'));
    expect(checkRevocation(ageless, revoked({ subjects: [] })).ok).toBe(true);
  });
});

describe('the setting revoked', () => {
  test.each([
    [{ subjects: ['alice@example.com'] }, /at \/subjects\/0 must be a caller’s pseudonym/],
    [{ subjects: HASH }, /at \/subjects must be an array/],
    [{ issuedBefore: 'yesterday' }, /at \/issuedBefore must be an instant/],
    [{ issuedBefore: '2026-11-23T12:00:00' }, /at \/issuedBefore must be an instant/],
    [{ tokens: [] }, /at \/tokens is not a member/],
  ])('%j is refused: a typing error must not look like a revocation', (text, problem) => {
    const parsed = parseSettings(storedSettings({ revoked: JSON.stringify(text) }));
    expect(parsed.ok ? '' : parsed.error.map((one) => one.problem).join()).toMatch(problem);
  });
});
