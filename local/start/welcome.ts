/** What `npm start` prints once everything serves: the playground, the other parts, and a request that works when pasted. */

/** Where everything is. */
export interface Welcome {
  readonly pageUrl: string;
  /** With `/api`. */
  readonly endpoint: string;
  readonly hostName: string;
  /** Of `--origin`. */
  readonly origins: readonly string[];
  readonly urls: Readonly<
    Record<'identity' | 'issuer' | 'appConfiguration' | 'openai' | 'control', string> & { storage?: string }
  >;
}

const MINT_PATH = '/realtime/client_secrets';

/** Plain text, no colours: it is read in terminals, pipes and issue reports alike. */
export function formatWelcome({ pageUrl, endpoint, hostName, urls, origins }: Welcome): string {
  const mintUrl = `${endpoint}${MINT_PATH}`;
  const tokenUrl = `${urls.control}/caller-token`;
  const parts: readonly (readonly [string, string])[] = [
    [hostName, endpoint],
    ['Azure OpenAI (emulated)', urls.openai],
    ['App Configuration (emulated)', urls.appConfiguration],
    ['Managed identity (emulated)', urls.identity],
    ['Token issuer (emulated)', urls.issuer],
    ['Table storage (Azurite)', urls.storage ?? 'none'],
    ['Control: break and fix', urls.control],
  ];
  const width = Math.max(...parts.map(([name]) => name.length));
  return [
    `${pageUrl} is the playground: open it and press Talk.`,
    '',
    'Everything runs on this machine; nothing is sent to Azure.',
    '',
    ...parts.map(([name, url]) => `  ${name.padEnd(width)}  ${url}`),
    '',
    'Mint a client secret, from another terminal:',
    '',
    `TOKEN=$(curl -s -X POST ${tokenUrl})`,
    `curl -s -X POST ${mintUrl} -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d "{}"`,
    '',
    'The same in PowerShell:',
    '',
    `$token = Invoke-RestMethod -Method Post ${tokenUrl}`,
    `Invoke-RestMethod -Method Post ${mintUrl} -Headers @{ Authorization = "Bearer $token" } -ContentType application/json -Body "{}"`,
    '',
    ...ownPage(endpoint, tokenUrl, origins),
    `What can be broken, and how: curl -s ${urls.control}/`,
    'Ctrl-C ends everything. Requests follow, one a line.',
    '',
  ].join('\n');
}

/** What a page of one's own is written with: the lines work as they stand, with the package `realtime-token-client`. */
function ownPage(endpoint: string, tokenUrl: string, origins: readonly string[]): readonly string[] {
  if (origins.length === 0) return ['A page of your own: npm start -- --origin http://localhost:5173', ''];
  return [
    `${origins.join(' and ')} may call the endpoint. npm run build:client packs dist/realtime-token-client-*.tgz:`,
    'install that in your page’s project, and start a call by call.start() when somebody presses a button.',
    '',
    "import { createCall } from 'realtime-token-client';",
    `const getToken = async () => (await fetch('${tokenUrl}', { method: 'POST' })).text();`,
    `const call = createCall({ endpoint: '${endpoint}', getToken });`,
    '',
  ];
}
