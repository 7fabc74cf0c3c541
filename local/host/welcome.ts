/** What `npm start` prints once everything serves: the playground, the other parts, and a request that works when pasted. */

/** Where everything is. */
export interface Welcome {
  readonly pageUrl: string;
  readonly hostUrl: string;
  readonly hostName: string;
  readonly urls: Readonly<
    Record<'identity' | 'issuer' | 'appConfiguration' | 'openai' | 'control', string> & { storage?: string }
  >;
}

const mintPath = '/api/realtime/client_secrets';

/** Plain text, no colours: it is read in terminals, pipes and issue reports alike. */
export function formatWelcome({ pageUrl, hostUrl, hostName, urls }: Welcome): string {
  const mintUrl = `${hostUrl.replace('127.0.0.1', 'localhost')}${mintPath}`;
  const tokenUrl = `${urls.control}/caller-token`;
  const parts: readonly (readonly [string, string])[] = [
    [hostName, `${hostUrl.replace('127.0.0.1', 'localhost')}/api`],
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
    `What can be broken, and how: curl -s ${urls.control}/`,
    'Ctrl-C ends everything. Requests follow, one a line.',
    '',
  ].join('\n');
}
