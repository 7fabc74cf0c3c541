/** The Azure OpenAI accounts of a subscription with what is deployed in each, as far as they can be seen. */
import type { Account, Deployment } from '@azure/arm-cognitiveservices';
import { type ArmId, parseArmId } from '../arm/arm-id.ts';
import type { Arm } from '../arm/arm-port.ts';
import { type Look, look, seen, then, unseen } from '../look.ts';

export interface DeployedAccount {
  readonly id: ArmId;
  readonly account: Account;
  readonly deployments: readonly Deployment[];
}

export interface Deployed {
  readonly accounts: readonly DeployedAccount[];
  /** Why that may not be all: completes "skipped because …". */
  readonly unseenBecause: string | undefined;
}

/** Beyond these nobody looks for a deployment by hand either. */
const MAX_ACCOUNTS = 20;

/** @param except the id of one that is looked at elsewhere. */
export function findDeployed(arm: Arm, subscription: string, except?: string): Promise<Look<Deployed>> {
  async function deployedIn(account: Account): Promise<Look<DeployedAccount>> {
    const id = parseArmId(account.id ?? '');
    if (!id) return unseen('an account has an id of another form');
    return then(
      look(`the deployments of ${id.name}`, (signal) => arm.deployments(id, signal)),
      async (deployments) => seen({ id, account, deployments }),
    );
  }
  return then(
    look('the accounts of the subscription', (signal) => arm.accounts(subscription, signal)),
    async (accounts) => {
      const others = accounts.filter(({ id }) => id?.toLowerCase() !== except?.toLowerCase());
      const looks = await Promise.all(others.slice(0, MAX_ACCOUNTS).map(deployedIn));
      const [unseenBecause = others.length > MAX_ACCOUNTS ? `only ${MAX_ACCOUNTS} accounts are looked at` : undefined] =
        looks.flatMap((found) => (found.seen ? [] : [found.because]));
      return seen({ accounts: looks.flatMap((found) => (found.seen ? [found.value] : [])), unseenBecause });
    },
  );
}
