/** The mint and the relay inside their edge, with every part real but the credential and the store. */
import type { HttpResponseInit } from '@azure/functions';
import { createCallerVerifier } from '../../src/auth/verifier.ts';
import { createEdge } from '../../src/http/edge.ts';
import { createQuota } from '../../src/quota/quota.ts';
import { createRefusedAttempts } from '../../src/quota/refused-attempts.ts';
import { createCalls } from '../../src/realtime/calls.ts';
import { createClientSecrets } from '../../src/realtime/client-secrets.ts';
import { createNotBefore } from '../../src/realtime/not-before.ts';
import { createUpstreamTokens } from '../../src/realtime/upstream-token.ts';
import { createCallsRoute } from '../../src/routes/calls.ts';
import { createClientSecretsRoute } from '../../src/routes/client-secrets.ts';
import { createIssuanceLog, type IssuanceLog } from '../../src/routes/issuance-log.ts';
import { createIssue } from '../../src/routes/issue.ts';
import { createSettingsSource } from '../../src/settings/settings-source.ts';
import type { TelemetryRecord } from '../../src/telemetry/record.ts';
import { aClock, NOON_MS } from './clock.ts';
import { anIdentityProvider, aToken, type SigningKey, VERSION_2_ISSUER } from './identity-provider.ts';
import { aMemoryQuotaTable, type MemoryQuotaTable } from './memory-quota-table.ts';
import { aLog } from './recording-log.ts';
import { aContext, aRequest } from './requests.ts';
import { storedSettings } from './stored-settings.ts';
import { aTelemetry } from './telemetry-records.ts';

const STORE = { endpoint: 'https://contoso.azconfig.io', label: undefined };
const RELAY_URL = 'https://app.example.com/api/realtime/calls';

export interface Answered {
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface MintBench {
  /** What the invocation logged. */
  readonly lines: readonly string[];
  /** What telemetry keeps: all that did not go well, and a share of the rest. */
  readonly told: readonly TelemetryRecord[];
  /** Scopes that the credential was asked for. */
  readonly scopes: readonly (string | string[])[];
  readonly table: MemoryQuotaTable;
  readonly lastFailure: IssuanceLog['lastFailure'];
  /** The Authorization header of a caller with a good token. */
  bearer(): Promise<string>;
  /** As a caller with a good token, with a JSON body or none. */
  mint(body?: string): Promise<Answered>;
  /** As the same caller, an SDP offer to the relay; `query` begins with its question mark. */
  call(offer: string, query?: string): Promise<Answered>;
  ask(request: Parameters<typeof aRequest>[0], route?: 'mint' | 'call'): Promise<Answered>;
}

/** Azure OpenAI is at `origin`; the caller's token is signed with `key`. */
export function aMintBench(options: {
  readonly key: SigningKey;
  readonly origin: string;
  readonly settings?: Readonly<Record<string, string | undefined>>;
  readonly credentialFails?: boolean;
}): MintBench {
  const { now } = aClock();
  const log = aLog();
  const lines: string[] = [];
  const { telemetry, told } = aTelemetry(now);
  const scopes: (string | string[])[] = [];
  const provider = anIdentityProvider();
  provider.publish(VERSION_2_ISSUER, `${VERSION_2_ISSUER}/.well-known/openid-configuration`, [options.key]);
  const stored = storedSettings({ endpoint: options.origin, ...options.settings });
  const settings = createSettingsSource({ store: { read: async () => stored }, now, log });
  const credential = {
    async getToken(scope: string | string[]) {
      scopes.push(scope);
      if (options.credentialFails === true) throw new Error('no identity');
      return { token: 'identity-token', expiresOnTimestamp: NOON_MS + 3_600_000 };
    },
  };
  const table = aMemoryQuotaTable();
  const createId = () => 'mint_1';
  const issue = createIssue({
    settings,
    verifier: createCallerVerifier({ fetch: provider.fetch, now, log, store: STORE }),
    quota: createQuota({ table, now, random: () => 0, timeoutMs: 1_000, log }),
    attempts: createRefusedAttempts({ now }),
    notBefore: createNotBefore({ now }),
    tokens: createUpstreamTokens({ credential, now, log }),
    secrets: createClientSecrets({ fetch, now }),
  });
  const issuances = createIssuanceLog({ now });
  const withEdge = createEdge(settings, telemetry);
  const handlers = {
    mint: withEdge(createClientSecretsRoute({ issue, issuances, createId, relayUrl: RELAY_URL })),
    call: withEdge(createCallsRoute({ issue, issuances, calls: createCalls({ fetch, now }), createId })),
  };

  async function ask(request: Parameters<typeof aRequest>[0], route: 'mint' | 'call' = 'mint'): Promise<Answered> {
    // The edge answers with plain values, never with the class HttpResponse.
    const response = (await handlers[route](aRequest(request), aContext(lines))) as HttpResponseInit;
    const { status, headers, jsonBody, body } = response;
    return { status, headers: new Headers(headers as Record<string, string>), body: jsonBody ?? body };
  }

  const bearer = async (): Promise<string> => `Bearer ${await aToken(options.key, NOON_MS)}`;

  async function mint(body?: string): Promise<Answered> {
    const authorization = await bearer();
    return ask({
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
  }

  async function call(offer: string, query = ''): Promise<Answered> {
    const headers = { authorization: await bearer(), 'content-type': 'application/sdp' };
    return ask({ path: `/api/realtime/calls${query}`, headers, body: offer }, 'call');
  }

  const { lastFailure } = issuances;
  return { lines, told, scopes, table, lastFailure, bearer, mint, call, ask };
}
