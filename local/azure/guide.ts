/** What `npm run azure` prints: where each service is, the settings for `func start`, a token to try, the switches. */
import type { EmulatedAzure } from './emulated-azure.ts';

export function createGuide({ urls, elsewhere, environment, switches }: EmulatedAzure): string {
  return `The emulated Azure runs, on this machine only and with new keys.

  managed identity   ${urls.identity}
  OpenID issuer      ${urls.issuer}
  App Configuration  ${urls.appConfiguration}
  Azure OpenAI       ${[urls.openai, ...elsewhere.map(({ region, url }) => `${url} (${region})`)].join('\n                     ')}
  control            ${urls.control}
  Table storage      ${urls.storage}
  ingestion          ${urls.ingestion}
  Resource Manager   ${urls.arm}

local.settings.json for func start:

${JSON.stringify(createLocalSettings(environment), null, 2)}

Node reads NODE_EXTRA_CA_CERTS once, when a process starts. For a process that those settings do not reach in time:

  sh:          export NODE_EXTRA_CA_CERTS='${environment['NODE_EXTRA_CA_CERTS']}'
  PowerShell:  $env:NODE_EXTRA_CA_CERTS = '${environment['NODE_EXTRA_CA_CERTS']}'

A caller's token:

  TOKEN=$(curl -s -X POST ${urls.control}/caller-token)

Switches, changed with curl -X PUT ${urls.control}/switches/<name> -d '"<value>"', explained at ${urls.control}/ :

${switches
  .list()
  .map(({ name, values }) => `  ${name}: ${values.join(', ')}`)
  .join('\n')}

Ctrl-C ends it.
`;
}

function createLocalSettings(environment: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return {
    IsEncrypted: false,
    Values: { FUNCTIONS_WORKER_RUNTIME: 'node', ...environment },
  };
}
