/** The few calls of the Azure CLI that shipping needs. */
import { spawn } from 'node:child_process';

export interface FunctionApp {
  readonly name: string;
  readonly url: string;
}

/** The one app that the deployment tagged; its name has a part that nobody can guess. */
export async function findApp(resourceGroup: string): Promise<FunctionApp> {
  const listed = JSON.parse(
    await runAz(['functionapp', 'list', '--resource-group', resourceGroup, '--output', 'json']),
  ) as readonly { name: string; defaultHostName: string; tags: Readonly<Record<string, string>> | null }[];
  const [app, ...others] = listed.filter(({ tags }) => tags?.['azd-service-name'] === 'api');
  if (!app)
    throw new Error(`${resourceGroup} holds no app tagged azd-service-name=api: deploy infra/main.bicep first.`);
  if (others.length > 0)
    throw new Error(`${resourceGroup} holds ${others.length + 1} apps tagged azd-service-name=api.`);
  return { name: app.name, url: `${schemeOf(app.defaultHostName)}://${app.defaultHostName}` };
}

/** Plain HTTP is for a stand-in on this machine. */
function schemeOf(host: string): 'http' | 'https' {
  return host.startsWith('127.0.0.1:') ? 'http' : 'https';
}

/**
 * For Flex the CLI asks the host how it is when it has uploaded, for half a minute, and fails where that has not started
 * (azure-cli 2.91, appservice/custom.py). A first start wants roles that are minutes old.
 */
const NOT_STARTED =
  /Deployment was successful but the app appears to be unhealthy|Failed to fetch host key to check for function app status/;

/** For Flex the platform puts the package into storage as the app's identity (Azure/azure-functions-core-tools#4346). */
const REFUSED_BY_STORAGE = /status code does not indicate success: 403|Storage responded with Forbidden/;

/** `too-early`: the identity's role on the storage account does not count yet, and nothing was uploaded. */
export type Upload = 'started' | 'not-started' | 'too-early';

export async function uploadPackage(resourceGroup: string, app: string, zip: string): Promise<Upload> {
  const source = ['functionapp', 'deployment', 'source', 'config-zip'];
  const args = [...source, '--resource-group', resourceGroup, '--name', app, '--src', zip];
  const run = await start(args);
  if (run.status === 0) return 'started';
  if (NOT_STARTED.test(run.complaint)) return 'not-started';
  if (REFUSED_BY_STORAGE.test(run.complaint)) return 'too-early';
  throw new Error(describeFailure(args, run));
}

/** Of whoever is signed in, for the API; `undefined` where Entra gives them none. */
export async function getToken(clientId: string): Promise<string | undefined> {
  const args = ['account', 'get-access-token', '--resource', `api://${clientId}`, '--query', 'accessToken'];
  const { status, output } = await start([...args, '--output', 'tsv']);
  return status === 0 ? output.trim() : undefined;
}

interface Run {
  readonly status: number | null;
  readonly output: string;
  readonly complaint: string;
}

async function runAz(args: readonly string[]): Promise<string> {
  const run = await start(args);
  if (run.status !== 0) throw new Error(describeFailure(args, run));
  return run.output;
}

function describeFailure(args: readonly string[], { status }: Run): string {
  return `az ${args.slice(0, 4).join(' ')} … ended with ${status}; what it said stands above.`;
}

/** Messages and prompts of `az` reach the person as they come; what it prints is the value. */
function start(args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    // On Windows az is a .cmd, which only a shell starts. Every argument is ours or has a checked form.
    const az = spawn('az', args, { stdio: ['inherit', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    let complaint = '';
    az.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    az.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
      process.stderr.write(text);
    });
    az.on('error', (cause) => reject(new Error('az cannot be started: install the Azure CLI.', { cause })));
    az.on('close', (status) => resolve({ status, output, complaint }));
  });
}
