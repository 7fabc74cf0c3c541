/**
 * Entra's ways to write a token: version 2, guests, version 1, an app with keys of its own, and Azure AD B2C. Claims by
 * learn.microsoft.com/entra/identity-platform/access-token-claims-reference and
 * learn.microsoft.com/azure/active-directory-b2c/tokens-overview (both 2026-11-28).
 */
import {
  API_CLIENT_ID,
  API_ROLE,
  API_SCOPE,
  CALLER_APP_ID,
  CALLER_OBJECT_ID,
  OPERATOR_ROLE,
  TENANT_ID,
} from '../foundation/directory.ts';
import type { IssuerShape } from './issuer-shape.ts';

const ENTRA_PATHS = {
  discovery: `/${TENANT_ID}/v2.0/.well-known/openid-configuration`,
  jwks: `/${TENANT_ID}/discovery/v2.0/keys`,
} as const;

const AUDIENCES = [API_CLIENT_ID, `api://${API_CLIENT_ID}`];
const RULE = { audiences: AUDIENCES, scope: API_SCOPE, role: API_ROLE, operatorRole: OPERATOR_ROLE };

/** Claims of Entra’s version 2 access tokens. */
const PERSON = {
  /** The API's GUID; `api://<guid>` is what version 1 tokens carry. */
  aud: API_CLIENT_ID,
  // Pairwise in Entra: neither the object id nor the same for two applications.
  sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
  oid: CALLER_OBJECT_ID,
  tid: TENANT_ID,
  azp: CALLER_APP_ID,
  ver: '2.0',
  scp: API_SCOPE,
};
/** Its service principal is subject and object alike. */
const PRINCIPAL = '7e0a1b2c-0000-4000-8000-0000000000c3';
const APP = { scp: undefined, idtyp: 'app', sub: PRINCIPAL, oid: PRINCIPAL, roles: [API_ROLE] };
const WITHOUT = { scp: 'User.Read' };

export const ENTRA: IssuerShape = {
  name: 'entra-v2',
  about: 'Entra, version 2',
  issuer: (origin) => `${origin}/${TENANT_ID}/v2.0`,
  discoveryPath: ENTRA_PATHS.discovery,
  jwksPath: ENTRA_PATHS.jwks,
  isElsewhere: false,
  person: PERSON,
  app: APP,
  without: WITHOUT,
  rule: RULE,
};

export const ENTRA_SHAPES: readonly IssuerShape[] = [
  ENTRA,
  {
    ...ENTRA,
    name: 'entra-v2-guest',
    about: 'the same, of a guest whose home is another tenant',
    person: { ...PERSON, idp: 'https://sts.windows.net/7e0a1b2c-0000-4000-8000-000000000002/', acct: 1 },
  },
  {
    ...ENTRA,
    name: 'entra-v1-guest',
    about: 'Entra, version 1, of a guest with a personal account: the issuer’s host is not the one of its metadata',
    issuer: () => `https://sts.windows.net/${TENANT_ID}/`,
    discoveryPath: `/${TENANT_ID}/.well-known/openid-configuration`,
    jwksPath: `/${TENANT_ID}/discovery/keys`,
    isElsewhere: true,
    person: {
      ...PERSON,
      aud: `api://${API_CLIENT_ID}`,
      azp: undefined,
      appid: CALLER_APP_ID,
      ver: '1.0',
      idp: 'live.com',
      unique_name: 'live.com#anna@outlook.example',
      email: 'anna@outlook.example',
    },
  },
  {
    ...ENTRA,
    name: 'entra-own-keys',
    about: 'Entra, an app with signing keys of its own: its metadata is at `?appid=`',
    query: `?appid=${API_CLIENT_ID}`,
    isElsewhere: true,
  },
  {
    ...ENTRA,
    name: 'b2c',
    about: 'Azure AD B2C: a policy in the path of the metadata and none in the issuer',
    issuer: () => `https://contosob2c.b2clogin.com/${TENANT_ID}/v2.0/`,
    discoveryPath: '/contosob2c.onmicrosoft.com/B2C_1_signin/v2.0/.well-known/openid-configuration',
    jwksPath: '/contosob2c.onmicrosoft.com/B2C_1_signin/discovery/v2.0/keys',
    isElsewhere: true,
    person: { ...PERSON, sub: CALLER_OBJECT_ID, oid: undefined, tid: undefined, tfp: 'B2C_1_signin', ver: '1.0' },
    app: { ...APP, idtyp: undefined, sub: CALLER_APP_ID, oid: undefined },
  },
];
