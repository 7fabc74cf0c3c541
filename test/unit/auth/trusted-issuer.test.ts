import { issuersOfTenant, trustIssuer } from '../../../src/auth/trusted-issuer.ts';
import { TENANT } from '../../support/stored-settings.ts';

describe('a trusted issuer', () => {
  test.each([
    ['https://issuer.example.com', 'https://issuer.example.com/.well-known/openid-configuration'],
    ['https://issuer.example.com/', 'https://issuer.example.com/.well-known/openid-configuration'],
    ['https://issuer.example.com/realms/a', 'https://issuer.example.com/realms/a/.well-known/openid-configuration'],
  ])('%s has its metadata at %s, and keeps its own spelling', (issuer, discoveryUrl) => {
    expect(trustIssuer(issuer)).toEqual({ issuer, discoveryUrl });
  });

  test('of a tenant are both versions’, each with its metadata on the sign-in host', () => {
    expect(issuersOfTenant(TENANT)).toEqual([
      {
        issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        discoveryUrl: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
      },
      {
        issuer: `https://sts.windows.net/${TENANT}/`,
        discoveryUrl: `https://login.microsoftonline.com/${TENANT}/.well-known/openid-configuration`,
      },
    ]);
  });
});
