/** A page of the package as it is served: modules of its own origin, and nothing else that may run. */
import { type Call, createCall, type Explanation, explain } from '../../../client/src/index.ts';

const strict: { call?: Call; explanation?: Explanation } = {};

async function talk(endpoint: string, token: string): Promise<string> {
  strict.call = createCall({ endpoint, getToken: () => token });
  const { phase, error } = await strict.call.start();
  if (error) strict.explanation = await explain(error);
  return error?.code ?? phase;
}

Object.assign(window, { strict, talk });
