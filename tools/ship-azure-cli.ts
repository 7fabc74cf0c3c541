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
  return { name: app.name, url: `https://${app.defaultHostName}` };
}

export async function uploadPackage(resourceGroup: string, app: string, zip: string): Promise<void> {
  const source = ['functionapp', 'deployment', 'source', 'config-zip'];
  await runAz([...source, '--resource-group', resourceGroup, '--name', app, '--src', zip]);
}

/** Messages and prompts of `az` reach the person as they come; what it prints is the value. */
function runAz(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // On Windows az is a .cmd, which only a shell starts. Every argument is ours or has a checked form.
    const az = spawn('az', args, { stdio: ['inherit', 'pipe', 'inherit'], shell: process.platform === 'win32' });
    let output = '';
    az.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    az.on('error', (cause) => reject(new Error('az cannot be started: install the Azure CLI.', { cause })));
    az.on('close', (status) => {
      if (status === 0) resolve(output);
      else reject(new Error(`az ${args.slice(0, 4).join(' ')} … ended with ${status}; what it said stands above.`));
    });
  });
}
