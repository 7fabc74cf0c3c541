/**
 * `npm run ship`: uploads dist/app.zip and prints the first request.
 * With --print-only just the request: azd, which uploads by itself, ends with it and has put the address into API_URL.
 */
import { findApp, uploadPackage } from './ship-azure-cli.ts';
import { readClientId, readVariable, type ShippedApp, toFirstRequest } from './ship-request.ts';

const clientId = () => readClientId(process.env);

function readResourceGroup(): string {
  const advice = 'set it to the environment name that infra/main.bicep was deployed with.';
  return `rg-${readVariable(process.env, 'AZURE_ENV_NAME', /^[a-z0-9][a-z0-9-]{1,23}$/, advice)}`;
}

async function ship(): Promise<ShippedApp> {
  const deployment = { clientId: clientId(), resourceGroup: readResourceGroup() };
  const { name, url } = await findApp(deployment.resourceGroup);
  await uploadPackage(deployment.resourceGroup, name, 'dist/app.zip');
  console.log(`Uploaded dist/app.zip to ${name}.`);
  return { ...deployment, url };
}

async function find(): Promise<ShippedApp> {
  if (!process.env['API_URL']) return { clientId: clientId(), ...(await findApp(readResourceGroup())) };
  const url = readVariable(process.env, 'API_URL', /^https:\/\/[\w.-]+$/, 'it is the origin of the function app.');
  return { clientId: clientId(), url };
}

try {
  const deployment = process.argv.includes('--print-only') ? await find() : await ship();
  console.log('\nA client secret, once the roles have taken effect (some minutes after a first deployment):\n');
  console.log(toFirstRequest(deployment));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
