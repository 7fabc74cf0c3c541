/** The one write to Resource Manager: a deployment that is not there yet, by the official client. */
import { CognitiveServicesManagementClient, type Deployment } from '@azure/arm-cognitiveservices';
import type { TokenCredential } from '@azure/identity';
import { valueAt } from '../../src/lib/json.ts';
import { err, ok, type Result } from '../../src/lib/result.ts';
import type { ArmId } from '../doctor/arm/arm-id.ts';
import { armScope } from '../doctor/arm/arm-scope.ts';

/** Azure’s own word for it, or the kind of an error. */
export interface WriteRefusal {
  readonly code: string;
  readonly status: number | undefined;
}

/** Resolves once Azure has taken the order; making it takes longer. */
export type WriteDeployment = (account: ArmId, name: string, wanted: Deployment) => Promise<Result<void, WriteRefusal>>;

/** An order is taken or refused within seconds. */
const ORDER_TIMEOUT_MS = 60_000;
/** RFC 9110 section 15.5: what the client did wrong begins here. */
const REFUSALS_FROM = 400;

export function createDeploymentWriter(credential: TokenCredential, endpoint: string): WriteDeployment {
  return async ({ subscription, group, name: account }, name, wanted) => {
    const options = { endpoint, credentialScopes: armScope(endpoint) };
    const { deployments } = new CognitiveServicesManagementClient(credential, subscription, options);
    let answered: number | undefined;
    try {
      const abortSignal = AbortSignal.timeout(ORDER_TIMEOUT_MS);
      await deployments.beginCreateOrUpdate(group, account, name, wanted, {
        abortSignal,
        onResponse: ({ status }) => {
          answered = status;
        },
      });
      return ok(undefined);
    } catch (error) {
      // The client also throws where Azure took the order and says at once that it failed: that is seen by looking.
      if (answered !== undefined && answered < REFUSALS_FROM) return ok(undefined);
      const [code, status] = [valueAt(error, ['code']), valueAt(error, ['statusCode'])];
      const name = error instanceof Error ? error.name : 'unknown error';
      return err({
        code: typeof code === 'string' ? code : name,
        status: typeof status === 'number' ? status : undefined,
      });
    }
  };
}
