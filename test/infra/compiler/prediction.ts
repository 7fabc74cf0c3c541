/** What the compiler predicts that a copy of infra/ deploys. */
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
const PARAMETERS = 'main.bicepparam';

/** The resources that a deployment would make, every loop, condition and expression evaluated as far as it can be. */
export async function predict(server: CompilerServer, root: string): Promise<Prediction> {
  const metadata = { subscriptionId: SUBSCRIPTION, location: LOCATION };
  const params = { metadata, externalInputs: [] };
  const { snapshot } = (await server.ask({ method: 'bicep/getSnapshot', root, file: PARAMETERS, params })) as {
    readonly snapshot: string;
  };
  return toPrediction(snapshot);
}

/** The same by the command line, which really reads the environment. */
export async function predictOnce(bicep: Bicep, root: string, variables: Variables): Promise<Prediction> {
  const place = ['--subscription-id', SUBSCRIPTION, '--location', LOCATION];
  const args = ['snapshot', PARAMETERS, '--mode', 'overwrite', ...place];
  return toPrediction(await bicep.run({ root, args, output: 'main.snapshot.json', variables }));
}

function toPrediction(snapshot: string): Prediction {
  const { outputs, ...rest } = JSON.parse(snapshot) as Prediction;
  // The compiler writes outputs in another order each time.
  return { ...rest, outputs: Object.fromEntries(Object.entries(outputs).sort()) };
}
