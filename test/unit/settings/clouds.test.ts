/** Public Azure and Azure Government: host, token scope and sign-in belong together. */
import { CLOUDS, cloudOfStore } from '../../../src/lib/clouds.ts';
import { readSettings } from '../../../src/settings/parse-settings.ts';
import { API, someSettings, storedSettings, TENANT } from '../../support/stored-settings.ts';
import { inForce } from './other-values.ts';

describe('a cloud', () => {
  const GOVERNMENT = 'https://contoso.openai.azure.us';
  const [OF_PUBLIC, OTHER_OF_PUBLIC] = CLOUDS.public.tokenScopes;
  const [OF_GOVERNMENT] = CLOUDS.usGovernment.tokenScopes;

  test('is the endpoint’s: its tokens are for what that cloud takes, and tenants sign in at its host', () => {
    const { endpoint, tokenScope, callers: rules } = inForce(someSettings({ endpoint: GOVERNMENT }));
    expect([endpoint.origin, tokenScope]).toEqual([GOVERNMENT, 'https://cognitiveservices.azure.us/.default']);
    expect(rules[0]?.issuers).toEqual([
      {
        issuer: `https://login.microsoftonline.us/${TENANT}/v2.0`,
        discoveryUrl: `https://login.microsoftonline.us/${TENANT}/v2.0/.well-known/openid-configuration`,
      },
      {
        issuer: `https://sts.windows.net/${TENANT}/`,
        discoveryUrl: `https://login.microsoftonline.us/${TENANT}/.well-known/openid-configuration`,
      },
    ]);
  });

  test('leaves an issuer that is written out as it is', () => {
    const issuer = 'https://issuer.example.com';
    const written = JSON.stringify([{ issuer, audiences: [API], scope: 'x' }]);
    const { callers: rules } = someSettings({ endpoint: GOVERNMENT, callers: written });
    expect(rules[0]?.issuers).toEqual([expect.objectContaining({ issuer })]);
  });

  test('takes the scope of its own that is written', () => {
    expect(inForce(someSettings({ endpoint: GOVERNMENT, tokenScope: OF_GOVERNMENT })).tokenScope).toBe(OF_GOVERNMENT);
    expect(inForce(someSettings({ tokenScope: OTHER_OF_PUBLIC })).tokenScope).toBe(OTHER_OF_PUBLIC);
  });

  test.each([
    [GOVERNMENT, OF_PUBLIC, OF_GOVERNMENT],
    [GOVERNMENT, OTHER_OF_PUBLIC, OF_GOVERNMENT],
    ['https://contoso.openai.azure.com', OF_GOVERNMENT, OF_PUBLIC],
  ])('at %s refuses the scope %s of another by its key, and asks for %s', (endpoint, tokenScope, instead) => {
    const { settings, problems } = readSettings(storedSettings({ endpoint, tokenScope }));
    expect(problems).toEqual([
      {
        key: 'realtime:tokenScope',
        problem: expect.stringMatching(/^is of another cloud than realtime:endpoint, where it is /) as string,
      },
    ]);
    expect(settings?.targets[0].tokenScope).toBe(instead);
  });

  test('keeps the scope that it had while one of another is written', () => {
    const before = readSettings(storedSettings({ tokenScope: OTHER_OF_PUBLIC }));
    const mixed = readSettings(storedSettings({ tokenScope: OF_GOVERNMENT }), before);
    expect([mixed.settings?.targets[0].tokenScope, mixed.problems.length]).toEqual([OTHER_OF_PUBLIC, 1]);
    const moved = readSettings(storedSettings({ endpoint: GOVERNMENT, tokenScope: OTHER_OF_PUBLIC }), before);
    expect([moved.settings?.targets[0].tokenScope, moved.problems.length]).toEqual([OF_GOVERNMENT, 1]);
  });

  test('is the store’s before the settings say', () => {
    expect(cloudOfStore('https://contoso.azconfig.azure.us')).toBe(CLOUDS.usGovernment);
    const others = ['https://contoso.azconfig.io', 'https://azconfig.azure.us.evil.example', 'no address', undefined];
    for (const store of others) expect(cloudOfStore(store)).toBe(CLOUDS.public);
  });
});
