/**
 * The emulated Azure under names that stay. Pseudonyms are made of the store's address and of the issuer's, and the
 * emulated services have another port each time: what one version wrote would be true for no other run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { createServer, request as requestHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { EmulatedAzure } from '../../local/azure/azure.ts';
import { createSigningKey, type SigningKey } from '../../local/azure/foundation/signing-key.ts';
import { REQUIRED } from '../infra/compiler/variants.ts';
import { keyPairs } from '../support/key-pairs.ts';
import { listen } from '../support/loopback-server.ts';

const { API_TENANT_ID: TENANT } = REQUIRED;
/** Outside of Azure's own domains, as behind a private endpoint: the emulated store takes no token for those. */
export const STORE = 'https://settings.contoso.example';
export const OPENAI = 'https://oai-contoso.openai.azure.com';
export const ENTRA = `https://login.microsoftonline.com/${TENANT}/v2.0`;
export const ENTRA_VERSION_1 = `https://sts.windows.net/${TENANT}/`;
export const PROVIDER = 'https://id.fabrikam.example/';

/** What an issuer of these says of itself, by where it is asked. */
const DISCOVERY: ReadonlyMap<string, string> = new Map([
  [`${ENTRA}/.well-known/openid-configuration`, ENTRA],
  [`https://login.microsoftonline.com/${TENANT}/.well-known/openid-configuration`, ENTRA_VERSION_1],
  [`${PROVIDER}.well-known/openid-configuration`, PROVIDER],
]);
const KEYS = 'https://login.microsoftonline.com/common/discovery/keys';

export interface RealNames {
  /** What a worker needs, to go by these names and to trust whoever answers. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of all issuers. */
  readonly key: SigningKey;
  /** The bodies that were sent to Azure OpenAI, as JSON, in order. */
  readonly sent: readonly unknown[];
  stop(): Promise<void>;
}

export async function startRealNames(azure: EmulatedAzure): Promise<RealNames> {
  const key = createSigningKey(keyPairs(8));
  const sent: unknown[] = [];
  const names = [STORE, OPENAI, ENTRA, ENTRA_VERSION_1, PROVIDER].map((url) => new URL(url).hostname);
  const certificate = await generate([{ name: 'commonName', value: 'a deployment of this machine' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  const folder = mkdtempSync(join(tmpdir(), 'real-names-'));
  const trusted = join(folder, 'trusted.pem');
  writeFileSync(trusted, `${azure.certificate.pem}\n${certificate.cert}`);

  const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    const url = `https://${request.headers.host}${request.url}`;
    if (url.startsWith(`${STORE}/`))
      return forward(request, response, azure.urls.appConfiguration, azure.certificate.pem);
    if (url.startsWith(`${OPENAI}/`)) {
      collect(request, (body) => sent.push(JSON.parse(body)));
      return forward(request, response, azure.urls.openai);
    }
    const issuer = DISCOVERY.get(url);
    if (issuer !== undefined) return answer(response, { issuer, jwks_uri: KEYS });
    return url === KEYS ? answer(response, { keys: [key.publicJwk] }) : response.writeHead(404).end();
  });
  const { port, close } = await listen(server);

  return {
    environment: {
      AZURE_APPCONFIGURATION_ENDPOINT: STORE,
      NODE_EXTRA_CA_CERTS: trusted,
      NODE_OPTIONS: `--require ${join(__dirname, 'real-names.cjs')}`,
      REAL_NAMES_PORT: String(port),
    },
    key,
    sent,
    async stop() {
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function collect(request: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done(Buffer.concat(chunks).toString()));
}

/** @param ca of an origin that speaks TLS */
function forward(request: IncomingMessage, response: ServerResponse, origin: string, ca?: string): void {
  const { host } = new URL(origin);
  const send = ca === undefined ? requestHttp : requestHttps;
  const options = { method: request.method, headers: { ...request.headers, host }, ca };
  const onward = send(new URL(request.url ?? '/', origin), options, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  // The worker then sees what it would see of a service that dies on the way.
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
