/**
 * An OpenID issuer in each of its shapes: discovery and keys over TLS. A redirect leads to a place that works, so that
 * only a client that refuses redirects passes a test about them.
 */

import { type Answer, type Handler, type HttpExchange, json, type Reply, redirect, text } from '../../kit/reply.ts';
import { createRouter, type Route } from '../../kit/router.ts';
import { TENANT_ID } from '../foundation/directory.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { ISSUER_SHAPES } from './all-issuer-shapes.ts';
import { answerClientCredentials } from './client-credentials.ts';
import { ENTRA } from './entra-shapes.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { IssuerShape } from './issuer-shape.ts';
import type { IssuerSwitches } from './issuer-switches.ts';

export interface IssuerServiceOptions {
  readonly switches: IssuerSwitches;
  readonly keys: IssuerKeys;
  /** `https://localhost:<port>` */
  readonly origin: string;
  /** Signs the access tokens of the operator. */
  readonly identityKey: SigningKey;
}

const TOKEN_PATH = `/${TENANT_ID}/oauth2/v2.0/token`;
const MOVED = '/moved';
const OVERSIZE_BYTES = 8 * 1_048_576;

export function createIssuerService({ switches, keys, origin, identityKey }: IssuerServiceOptions): Handler {
  const jwksOf = ({ search }: URL) => ({
    keys: [(search === '' ? keys.shared() : keys.own()).publicJwk],
  });

  function discovery({ issuer, discoveryPath = '', jwksPath }: IssuerShape, { search }: URL): Reply {
    const jwksUri = origin + jwksPath + search;
    const good = toDiscovery(issuer(origin), jwksUri);
    switch (switches.take('issuer.discovery')) {
      case 'wrong-issuer':
        return json(200, toDiscovery('https://login.example/other/v2.0', jwksUri));
      case 'redirect':
        return redirect(`${origin}${MOVED}${discoveryPath}${search}`);
      case 'http-jwks-uri':
        return json(200, toDiscovery(issuer(origin), jwksUri.replace('https:', 'http:')));
      case 'error':
        return text(503, 'Asked for by the switch issuer.discovery.');
      case 'malformed':
        return malformed();
      case 'oversize':
        return oversize(good);
      default:
        return json(200, good);
    }
  }
  function jwks({ jwksPath }: IssuerShape, url: URL): Reply {
    switch (switches.take('issuer.jwks')) {
      case 'reset':
        return { kind: 'reset' };
      case 'error':
        return text(503, 'Asked for by the switch issuer.jwks.');
      case 'redirect':
        return redirect(`${origin}${MOVED}${jwksPath}${url.search}`);
      case 'empty':
        return json(200, { keys: [] });
      case 'malformed':
        return malformed();
      case 'oversize':
        return oversize(jwksOf(url));
      case 'odd':
        return json(200, { keys: [...oddKeys(keys.shared()), ...jwksOf(url).keys] });
      default:
        return json(200, jwksOf(url));
    }
  }
  return createRouter([
    ...ISSUER_SHAPES.flatMap((shape) => [
      { method: 'GET', path: shape.jwksPath, handle: ({ url }: HttpExchange) => jwks(shape, url) },
      {
        method: 'GET',
        path: MOVED + shape.jwksPath,
        handle: ({ url }: HttpExchange) => json(200, jwksOf(url)),
      },
      ...discoveryRoutes(shape),
    ]),
    {
      method: 'POST',
      path: TOKEN_PATH,
      handle: ({ body }) =>
        answerClientCredentials(body, { issuerKey: keys.shared(), issuer: ENTRA.issuer(origin), identityKey }),
    },
  ]);

  function discoveryRoutes(shape: IssuerShape): readonly Route[] {
    const { discoveryPath, issuer, jwksPath } = shape;
    if (discoveryPath === undefined) return [];
    const moved = ({ url }: HttpExchange) => json(200, toDiscovery(issuer(origin), origin + jwksPath + url.search));
    return [
      { method: 'GET', path: discoveryPath, handle: ({ url }) => discovery(shape, url) },
      { method: 'GET', path: MOVED + discoveryPath, handle: moved },
    ];
  }
}

/** Members: OpenID Connect Discovery 1.0 section 3, those required of every provider. */
function toDiscovery(issuer: string, jwksUri: string): Record<string, unknown> {
  const base = issuer.replace(/\/v2\.0$/, '/oauth2/v2.0');
  return {
    issuer,
    jwks_uri: jwksUri,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

function malformed(): Answer {
  return { ...json(200, null), body: '{"issuer": ' };
}

/** What a reader of key sets has to ignore, and a second key under the id of the first. */
function oddKeys({ publicJwk }: SigningKey): readonly unknown[] {
  const other = { ...publicJwk, n: Buffer.alloc(256, 0xab).toString('base64url') };
  return [null, { kid: 'x' }, { kty: 'QKD', kid: 'y' }, { ...publicJwk, kid: 'z', use: 'enc' }, other];
}

/** Valid JSON, so that nothing but its size can be the reason to refuse it. */
function oversize(value: Readonly<Record<string, unknown>>): Answer {
  return json(200, { ...value, padding: 'x'.repeat(OVERSIZE_BYTES) });
}
