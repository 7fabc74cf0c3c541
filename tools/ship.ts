/**
 * `npm run ship`: uploads dist/app.zip and prints the first request.
 * With --print-only, which azd's hook uses, only the request, for the app whose address azd put into API_URL.
 */
import { findApp, uploadPackage } from './ship-azure-cli.ts';
import { readClientId, readVariable, toFirstRequest } from './ship-request.ts';

async function ship(): Promise<string> {
  const environment = readVariable(
    process.env,
    'AZURE_ENV_NAME',
    /^[a-z0-9][a-z0-9-]{1,23}$/,
    'set it to the environment name that infra/main.bicep was deployed with.',
  );
  const clientId = readClientId(process.env);
  const resourceGroup = `rg-${environment}`;
  const { name, url } = await findApp(resourceGroup);
  await uploadPackage(resourceGroup, name, 'dist/app.zip');
  console.log(`Uploaded dist/app.zip to ${name}.`);
  return toFirstRequest({ url, clientId });
}

function printOnly(): string {
  const url = readVariable(
    process.env,
    'API_URL',
    /^https:\/\/[\w.-]+$/,
    'azd sets it when infra/main.bicep is deployed.',
  );
  return toFirstRequest({ url, clientId: readClientId(process.env) });
}

try {
  const request = process.argv.includes('--print-only') ? printOnly() : await ship();
  console.log(
    `\nA client secret, once the roles have taken effect (some minutes after a first deployment):\n\n${request}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
