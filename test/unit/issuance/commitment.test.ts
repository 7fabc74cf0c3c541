import type { Caller } from '../../../src/auth/caller.ts';
import { rowFactsOf } from '../../../src/issuance/commitment.ts';

const NOBODY = { rules: [] };
const ANNA: Caller = {
  hash: 'anna',
  formerHashes: ['anna-before'],
  scopes: [],
  roles: [],
  isOperator: false,
  isPerson: true,
  rule: 'rule',
  seesCallsOf: NOBODY,
  endsCallsOf: NOBODY,
  issuedAtSeconds: 1_700_000_000,
};

describe('the row of a call has by what its caller may be revoked', () => {
  test('earlier pseudonyms, and the age of the token', () => {
    expect(rowFactsOf(ANNA)).toEqual({
      ...{ rule: 'rule', tokenIssuedAt: 1_700_000_000_000 },
      formerCallers: ['anna-before'],
    });
  });

  test('of an end user the app too that speaks for them', () => {
    const statedBy = { app: 'app', formerApps: ['app-before'], entry: 0 };
    expect(rowFactsOf({ ...ANNA, statedBy }).formerCallers).toEqual(['anna-before', 'app', 'app-before']);
  });

  test('no age where the token tells none', () => {
    expect(rowFactsOf({ ...ANNA, issuedAtSeconds: undefined })).not.toHaveProperty('tokenIssuedAt');
  });
});
