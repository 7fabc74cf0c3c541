/**
 * An OpenID issuer in the shape of an Entra tenant's v2.0 endpoint: discovery and keys over TLS. A redirect leads to a
 * place that works, so that only a client that refuses redirects passes a test about them.
 */
import { TENANT_ID } from '../directory.ts';
import { type Answer, type Handler, json, type Reply, redirect, text } from '../reply.ts';
import { createRouter } from '../routes.ts';
import type { SigningKey } from '../signing-key.ts';
import type { Switches } from '../switches.ts';
import { answerClientCredentials } from './client-credentials.ts';

export interface IssuerServiceOptions {
  readonly switches: Switches;
  /** The keys in force, asked for at each request: they rotate. */
  readonly keys: () => readonly SigningKey[];
  /** `https://localhost:<port>`, known once the server listens. */
  readonly origin: () => string;
  /** Signs the access tokens of the operator. */
  readonly identityKey: SigningKey;
}

const ISSUER_PATH = `/${TENANT_ID}/v2.0`;
const DISCOVERY_PATH = `${ISSUER_PATH}/.well-known/openid-configuration`;
const TOKEN_PATH = `/${TENANT_ID}/oauth2/v2.0/token`;
const JWKS_PATH = `/${TENANT_ID}/discovery/v2.0/keys`;
const MOVED = '/moved';
const OVERSIZE_BYTES = 8 * 1_048_576;

/** The issuer identifier, byte for byte what tokens carry. */
export function toIssuer(origin: string): string {
  return `${origin}${ISSUER_PATH}`;
}

export function createIssuerService({ switches, keys, origin, identityKey }: IssuerServiceOptions): Handler {
  const goodDiscovery = () => toDiscovery(toIssuer(origin()), `${origin()}${JWKS_PATH}`);
  const goodJwks = () => ({ keys: keys().map(({ publicJwk }) => publicJwk) });

  function discovery(): Reply {
    switch (switches.take('issuer.discovery')) {
      case 'wrong-issuer':
        return json(200, toDiscovery('https://login.example/other/v2.0', `${origin()}${JWKS_PATH}`));
      case 'redirect':
        return redirect(`${origin()}${MOVED}${DISCOVERY_PATH}`);
      case 'http-jwks-uri':
        return json(200, toDiscovery(toIssuer(origin()), `${origin().replace('https:', 'http:')}${JWKS_PATH}`));
      case 'error':
        return text(503, 'Asked for by the switch issuer.discovery.');
      case 'malformed':
        return malformed();
      case 'oversize':
        return oversize(goodDiscovery());
      default:
        return json(200, goodDiscovery());
    }
  }
  function jwks(): Reply {
    switch (switches.take('issuer.jwks')) {
      case 'reset':
        return { kind: 'reset' };
      case 'error':
        return text(503, 'Asked for by the switch issuer.jwks.');
      case 'redirect':
        return redirect(`${origin()}${MOVED}${JWKS_PATH}`);
      case 'empty':
        return json(200, { keys: [] });
      case 'malformed':
        return malformed();
      case 'oversize':
        return oversize(goodJwks());
      case 'odd':
        return json(200, { keys: [...oddKeys(keys()), ...goodJwks().keys] });
      default:
        return json(200, goodJwks());
    }
  }
  return createRouter([
    { method: 'GET', path: DISCOVERY_PATH, handle: discovery },
    { method: 'GET', path: JWKS_PATH, handle: jwks },
    { method: 'POST', path: TOKEN_PATH, handle: ({ body }) => answerClientCredentials(body, identityKey) },
    { method: 'GET', path: `${MOVED}${DISCOVERY_PATH}`, handle: () => json(200, goodDiscovery()) },
    { method: 'GET', path: `${MOVED}${JWKS_PATH}`, handle: () => json(200, goodJwks()) },
  ]);
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
function oddKeys([key]: readonly SigningKey[]): readonly unknown[] {
  const { publicJwk } = key ?? {};
  const other = { ...publicJwk, n: Buffer.alloc(256, 0xab).toString('base64url') };
  return [null, { kid: 'x' }, { kty: 'QKD', kid: 'y' }, { ...publicJwk, kid: 'z', use: 'enc' }, other];
}

/** Valid JSON, so that nothing but its size can be the reason to refuse it. */
function oversize(value: Readonly<Record<string, unknown>>): Answer {
  return json(200, { ...value, padding: 'x'.repeat(OVERSIZE_BYTES) });
}
