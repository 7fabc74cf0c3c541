/** Who calls a deployment over the years, and what they ask for: every way of being let in or refused that settings decide. */
import type { SigningKey } from '../../local/azure/foundation/signing-key.ts';
import { REQUIRED } from '../infra/compiler/variants.ts';
import { ENTRA, ENTRA_VERSION_1, PROVIDER } from './real-names.ts';

const { API_TENANT_ID: TENANT, API_CLIENT_ID: API } = REQUIRED;
export const PROVIDERS_API = 'https://realtime.contoso.example';
export const PAGE = 'https://app.contoso.example';

type Claims = Readonly<Record<string, unknown>>;

const person = (oid: string): Claims => ({
  iss: ENTRA,
  aud: API,
  tid: TENANT,
  oid,
  sub: `pairwise-of-${oid}`,
  ver: '2.0',
  scp: 'Realtime.Connect',
});
const ANNA = '5a5a5a5a-0000-4000-8000-000000000001';
const BERT = '5a5a5a5a-0000-4000-8000-000000000002';
const SECONDS_IN_2019 = 1_560_000_000;

export const CALLERS = {
  anna: person(ANNA),
  annaByVersion1: { ...person(ANNA), iss: ENTRA_VERSION_1, aud: `api://${API}`, ver: '1.0', sub: 'another-pairwise' },
  bert: person(BERT),
  app: {
    ...person('5a5a5a5a-0000-4000-8000-00000000000a'),
    scp: undefined,
    idtyp: 'app',
    roles: ['Realtime.Connect.All'],
  },
  carla: { iss: PROVIDER, aud: PROVIDERS_API, sub: 'auth0|carla', scope: 'openid realtime.connect' },
  sentAway: person('5a5a5a5a-0000-4000-8000-0000000000b1'),
  sentAwayByProvider: { iss: PROVIDER, aud: PROVIDERS_API, sub: 'auth0|dora', scope: 'realtime.connect' },
  sentAwayAtTheSlash: person('5a5a5a5a-0000-4000-8000-0000000000b2'),
  withAnOldToken: { ...person('5a5a5a5a-0000-4000-8000-0000000000b3'), iat: SECONDS_IN_2019 },
  ofAnotherTenant: { ...person(ANNA), iss: ENTRA.replace(TENANT, '99999999-2222-4222-8222-222222222222') },
  withoutTheScope: { ...person('5a5a5a5a-0000-4000-8000-0000000000b4'), scp: 'User.Read' },
} as const satisfies Readonly<Record<string, Claims>>;
export type CallerName = keyof typeof CALLERS;

export interface Asked {
  readonly caller: CallerName;
  readonly origin?: string;
  readonly body?: unknown;
}

/** One after the other. */
export const ASKED: Readonly<Record<string, Asked>> = {
  'the default profile': { caller: 'anna', origin: PAGE },
  'a page of a foreign origin': { caller: 'anna', origin: 'https://evil.example' },
  'a profile with a choice, by the other version of the token': {
    caller: 'annaByVersion1',
    body: {
      profile: 'assistant',
      expires_after: { seconds: 3_600 },
      session: { type: 'realtime', audio: { output: { voice: 'cedar' } } },
    },
  },
  'a choice that is none': {
    caller: 'anna',
    body: { profile: 'assistant', session: { type: 'realtime', audio: { output: { voice: 'alloy' } } } },
  },
  'a profile for others': { caller: 'anna', body: { profile: 'staff' } },
  'a profile of the relay': { caller: 'anna', body: { profile: 'private' } },
  'a profile that is wrong': { caller: 'anna', body: { profile: 'wrong' } },
  'a profile that is not there': { caller: 'anna', body: { profile: 'gone' } },
  'an app and its profile': { caller: 'app', body: { profile: 'staff' } },
  'a person of another provider': { caller: 'carla' },
  'a revoked person': { caller: 'sentAway', origin: PAGE },
  'a revoked person of another provider': { caller: 'sentAwayByProvider' },
  'a token of before the instant': { caller: 'withAnOldToken' },
  'a person of another tenant': { caller: 'ofAnotherTenant' },
  'a token without the scope': { caller: 'withoutTheScope' },
};

export function bearerOf(key: SigningKey, name: CallerName): string {
  const now = Math.floor(Date.now() / 1_000);
  return `Bearer ${key.sign({ iat: now, nbf: now, exp: now + 3_600, ...CALLERS[name] })}`;
}
