/** What an OpenID provider can do wrong, or be made to do by whoever sits between: each must leave a caller refused. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';
import { SHAPE_SWITCH } from './all-issuer-shapes.ts';

export const ISSUER_SWITCHES = [
  SHAPE_SWITCH,
  {
    name: 'issuer.discovery',
    description:
      'The discovery document: names another issuer, redirects, names a plain http jwks_uri, fails, is not JSON, or is larger than anyone should read.',
    values: ['normal', 'wrong-issuer', 'redirect', 'http-jwks-uri', 'error', 'malformed', 'oversize'],
    initial: 'normal',
    source: 'OpenID Connect Discovery 1.0, 3 and 4.3',
  },
  {
    name: 'issuer.jwks',
    description:
      'The key set: cannot be reached, fails, redirects, holds no key, is not JSON, is oversize, or holds odd members before the good ones: null, a key without a type, one of an unknown type, one for encryption, and another one under the same id.',
    values: ['normal', 'reset', 'error', 'redirect', 'empty', 'malformed', 'oversize', 'odd'],
    initial: 'normal',
    source: 'RFC 7517, 4.5 and 5',
  },
  {
    name: 'issuer.registration',
    description:
      'The API’s registration, as `az ad app show` reads it: without its scope or its role, for tokens of version 1, not there, or not to be read by the operator.',
    values: ['normal', 'without-scope', 'without-role', 'version-1', 'absent', 'forbidden'],
    initial: 'normal',
    source: 'Microsoft Graph v1.0, application',
  },
  ...networkSwitches('issuer', 'the OpenID issuer'),
] as const satisfies readonly SwitchDefinition[];

export type IssuerSwitches = Switches<ValuesOf<typeof ISSUER_SWITCHES>>;
