/** What an OpenID provider can do wrong, or be made to do by whoever sits between: each must leave a caller refused. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';
import { SHAPE_SWITCH } from './all-issuer-shapes.ts';

export const ISSUER_SWITCHES = [
  SHAPE_SWITCH,
  {
    name: 'issuer.discovery',
    description:
      'What is wrong with the discovery document: it names another issuer, redirects, names a plain http `jwks_uri`, fails, has a body other than JSON, or is too large to read.',
    values: ['normal', 'wrong-issuer', 'redirect', 'http-jwks-uri', 'error', 'malformed', 'oversize'],
    initial: 'normal',
    source: 'OpenID Connect Discovery 1.0, 3 and 4.3',
  },
  {
    name: 'issuer.jwks',
    description:
      'What is wrong with the key set: it resets the connection, fails, redirects, has no key, has a body other than JSON, or is too large to read. With `odd`, five bad members come before the good ones: null, a key without a type, one of an unknown type, one for encryption, and one with the id of a good key.',
    values: ['normal', 'reset', 'error', 'redirect', 'empty', 'malformed', 'oversize', 'odd'],
    initial: 'normal',
    source: 'RFC 7517, 4.5 and 5',
  },
  {
    name: 'issuer.registration',
    description:
      'What `az ad app show` reads of the API’s registration: it lacks its scope or its role, asks for tokens of version 1, is absent, or is closed to the operator.',
    values: ['normal', 'without-scope', 'without-role', 'version-1', 'absent', 'forbidden'],
    initial: 'normal',
    source: 'Microsoft Graph v1.0, application',
  },
  ...networkSwitches('issuer', 'the OpenID issuer'),
] as const satisfies readonly SwitchDefinition[];

export type IssuerSwitches = Switches<ValuesOf<typeof ISSUER_SWITCHES>>;
