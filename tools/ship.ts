/**
 * `npm run ship`: uploads dist/app.zip, prints the first request, waits until the app is ready and mints.
 * With --print-only just the request: azd, which uploads by itself, ends with it and has put the address into API_URL.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { findApp, getToken, type Upload, uploadPackage } from './ship-azure-cli.ts';
import { mintFirst, type Patience, USUAL_PATIENCE, waitUntilReady } from './ship-first-mint.ts';
import { readClientId, readVariable, type ShippedApp, toFirstRequest } from './ship-request.ts';

const clientId = () => readClientId(process.env);

function readResourceGroup(): string {
  const advice = 'set it to the environment name that infra/main.bicep was deployed with.';
  return `rg-${readVariable(process.env, 'AZURE_ENV_NAME', /^[a-z0-9][a-z0-9-]{1,23}$/, advice)}`;
}

/** What the CLI saw of it, which has looked for a minute whether the host starts. */
const UPLOADED = {
  started: 'Uploaded.',
  'not-started': 'Uploaded, not started yet: the roles of a first deployment take minutes.',
  'too-early': 'The storage account does not let the app’s identity in yet: this uploads again.',
} as const satisfies Record<Upload, string>;

async function ship({ seconds, everySeconds }: Patience): Promise<ShippedApp> {
  const deployment = { clientId: clientId(), resourceGroup: readResourceGroup() };
  const { name, url } = await findApp(deployment.resourceGroup);
  console.log(`Uploading dist/app.zip to ${name}; the Azure CLI then looks for a minute whether the host starts.`);
  const until = performance.now() + seconds * 1_000;
  for (;;) {
    const outcome = await uploadPackage(deployment.resourceGroup, name, 'dist/app.zip');
    const isOver = performance.now() + everySeconds * 1_000 > until;
    if (outcome === 'too-early' && isOver) throw new Error('Storage refuses the app’s identity: ask the doctor.');
    console.log(UPLOADED[outcome]);
    if (outcome !== 'too-early') return { ...deployment, url };
    await sleep(everySeconds * 1_000);
  }
}

async function find(): Promise<ShippedApp> {
  if (!process.env['API_URL']) return { clientId: clientId(), ...(await findApp(readResourceGroup())) };
  const url = readVariable(process.env, 'API_URL', /^https:\/\/[\w.-]+$/, 'it is the origin of the function app.');
  return { clientId: clientId(), url };
}

/** How long it waits can be said, in seconds. */
function readPatience(): Patience {
  const advice = 'it is how many seconds to wait until the app is ready.';
  if (!process.env['SHIP_PATIENCE']) return USUAL_PATIENCE;
  const seconds = Number(readVariable(process.env, 'SHIP_PATIENCE', /^\d{1,4}$/, advice));
  return { seconds, everySeconds: Math.min(seconds / 20, USUAL_PATIENCE.everySeconds) };
}

/** Says what the app answers; a refusal of whoever ships is none of the app's faults. */
async function prove({ url, clientId: api }: ShippedApp, patience: Patience): Promise<void> {
  console.log(`\nWaiting until ${url}/api/readyz says that it is ready, ${patience.seconds} s at most.`);
  const readiness = await waitUntilReady(url, patience);
  if (!readiness.isReady) {
    const { last } = readiness;
    throw new Error(`Not ready (${last}). The package is there: ask again later, or ask the doctor for the cause.`);
  }
  const token = await getToken(api);
  if (token === undefined) return console.log('Ready. You have no token to call it with.');
  const { isMinted, isServed, words } = await mintFirst(url, token, patience);
  if (!isServed) throw new Error(`Ready, and a first mint was refused: ${words}`);
  console.log(
    isMinted ? 'Ready. It minted a client secret, which was dropped.' : `Ready. It does not let you call: ${words}`,
  );
}

try {
  const patience = readPatience();
  const isShipping = !process.argv.includes('--print-only');
  const deployment = isShipping ? await ship(patience) : await find();
  console.log('\nA client secret, once the roles have taken effect (some minutes after a first deployment):\n');
  console.log(toFirstRequest(deployment));
  if (isShipping) await prove(deployment, patience);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
