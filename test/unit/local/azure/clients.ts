/** Clients of the emulated services for the tests: what the function would do, in a line each. */
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AppConfigurationClient } from '@azure/app-configuration';
import type { EmulatedAzure } from '../../../../local/azure/azure.ts';

export const COGNITIVE_SERVICES = 'https://cognitiveservices.azure.com';
export const APP_CONFIGURATION = 'https://appconfig.azure.com';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request without the conveniences of `fetch`: trusts the emulator's certificate, follows nothing, shares no connection. */
export function send(
  azure: EmulatedAzure,
  url: string,
  options: RequestOptions & { body?: string } = {},
): Promise<RawAnswer> {
  const { body, ...rest } = options;
  const start = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = start(url, { agent: false, ca: azure.certificate.pem, ...rest }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** @param body a text as it is, anything else as JSON */
export function askControl(
  azure: EmulatedAzure,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<RawAnswer> {
  return send(azure, `${azure.urls.control}${path}`, {
    method,
    ...(headers && { headers }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** The header of a token, which names the key that signed it. */
export function headerOf(token: string): string {
  return Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
}

export function askIdentity(
  azure: EmulatedAzure,
  query: Record<string, string>,
  headers?: Record<string, string>,
): Promise<RawAnswer> {
  const { IDENTITY_ENDPOINT = '', IDENTITY_HEADER = '' } = azure.environment;
  return send(azure, `${IDENTITY_ENDPOINT}?${new URLSearchParams(query).toString()}`, {
    headers: headers ?? { 'x-identity-header': IDENTITY_HEADER },
  });
}

export async function identityToken(azure: EmulatedAzure, resource: string): Promise<string> {
  const client_id = azure.environment['AZURE_CLIENT_ID'] ?? '';
  const { body } = await askIdentity(azure, { 'api-version': '2019-08-01', resource, client_id });
  return JSON.parse(body).access_token;
}

/** The real client, with its retries off so that a refusal is one request. */
export function createStoreClient(azure: EmulatedAzure, resource = APP_CONFIGURATION): AppConfigurationClient {
  const getToken = async () => ({
    token: await identityToken(azure, resource),
    expiresOnTimestamp: Date.now() + 60_000,
  });
  return new AppConfigurationClient(
    azure.urls.appConfiguration,
    { getToken },
    { tlsOptions: { ca: azure.certificate.pem }, retryOptions: { maxRetries: 0 } },
  );
}

export interface MintOptions {
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly resource?: string;
}

export async function mint(azure: EmulatedAzure, body: unknown, options: MintOptions = {}): Promise<RawAnswer> {
  const headers = options.headers ?? {
    authorization: `Bearer ${await identityToken(azure, options.resource ?? COGNITIVE_SERVICES)}`,
  };
  return send(azure, `${azure.urls.openai}/openai/v1/realtime/client_secrets${options.query ?? ''}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** A body that mints; members of the session can be added or replaced. */
export function aMint(
  session: Record<string, unknown> = {},
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return { session: { type: 'realtime', model: 'gpt-realtime-mini', ...session }, ...rest };
}
