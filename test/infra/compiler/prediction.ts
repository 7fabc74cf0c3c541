/** What the compiler predicts that a copy of infra/ deploys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bicep } from './bicep';
import type { CompilerServer } from './compiler-server';
import type { Variables } from './variants';

export interface Prediction {
  readonly predictedResources: readonly unknown[];
  readonly diagnostics: readonly unknown[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

const SUBSCRIPTION = '00000000-0000-4000-8000-000000000001';
const LOCATION = 'westeurope';

/** The resources that a deployment would make, every loop, condition and expression evaluated as far as it can be. */
export async function predict(server: CompilerServer, root: string): Promise<Prediction> {
  const metadata = { subscriptionId: SUBSCRIPTION, location: LOCATION };
  const path = join(root, 'main.bicepparam');
  const { snapshot } = (await server.ask('bicep/getSnapshot', { path, metadata, externalInputs: [] })) as {
    readonly snapshot: string;
  };
  return toPrediction(snapshot);
}

/** The same by the command line, which really reads the environment. */
export function predictOnce(bicep: Bicep, root: string, variables: Variables): Prediction {
  const place = ['--subscription-id', SUBSCRIPTION, '--location', LOCATION];
  bicep.run(['snapshot', join(root, 'main.bicepparam'), '--mode', 'overwrite', ...place], variables);
  return toPrediction(readFileSync(join(root, 'main.snapshot.json'), 'utf8'));
}

function toPrediction(snapshot: string): Prediction {
  const { outputs, ...rest } = JSON.parse(snapshot) as Prediction;
  // The compiler writes outputs in another order each time.
  return { ...rest, outputs: Object.fromEntries(Object.entries(outputs).sort()) };
}
