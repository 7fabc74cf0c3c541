import { CLOUDS } from '../../../src/lib/clouds.ts';
import { scopeAt } from '../../../src/realtime/target.ts';
import { aTarget } from '../../support/target.ts';

describe('a token for the resource of a call', () => {
  const [first, second] = CLOUDS.public.tokenScopes;
  const targets = [
    aTarget('https://contoso.openai.azure.com'),
    { ...aTarget('https://fabrikam.openai.azure.com'), tokenScope: second },
  ];

  test('is of the scope of the target that it is, whichever target that is', () => {
    expect(targets.map(({ endpoint }) => scopeAt(targets, endpoint))).toEqual([first, second]);
  });

  test('is of its cloud’s usual scope where it is a target no longer', () => {
    expect(scopeAt(targets, aTarget('https://drained.openai.azure.com').endpoint)).toBe(first);
    const [ofGovernment] = CLOUDS.usGovernment.tokenScopes;
    expect(scopeAt(targets, aTarget('https://contoso.openai.azure.us').endpoint)).toBe(ofGovernment);
  });
});
