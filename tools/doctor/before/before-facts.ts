/** What is looked at before the first deployment: a subscription, not yet any resource of ours. */
import type { VoiceApi } from '../../azure-facts/voice-models.ts';
import type { Arm } from '../arm/arm-port.ts';
import { UsageError } from '../command-options.ts';
import { findDeployed } from '../facts/deployed-facts.ts';
import { createRegionFacts, type RegionFacts } from '../facts/region-facts.ts';
import type { Circumstances } from '../lifecycle.ts';
import { look, once } from '../look.ts';
import { apiToDeploy } from '../models.ts';
import { createRoleReader, type RoleReader } from '../roles/read-roles.ts';
import type { Person } from '../sign-in.ts';

export interface BeforeFacts extends RegionFacts {
  readonly arm: Arm;
  readonly person: Person;
  readonly roles: RoleReader;
  readonly subscription: string;
  readonly model: string;
  /** What the model serves. */
  readonly api: VoiceApi;
  /** The one region that was asked about. */
  readonly region: string | undefined;
  /** What decides whether Azure takes a deployment from this subscription; what cannot be seen counts as not there. */
  circumstances(): Promise<Circumstances & { readonly unseenBecause: string | undefined }>;
  readonly now: () => number;
}

export interface BeforeOptions {
  readonly arm: Arm;
  readonly person: Person;
  readonly subscription: string | undefined;
  readonly model: string;
  readonly region: string | undefined;
}

/** @throws {UsageError} where no subscription can be seen, or several can. */
export async function createBeforeFacts(options: BeforeOptions): Promise<BeforeFacts> {
  const { arm, person, model, region } = options;
  const subscription = options.subscription ?? (await onlySubscription(arm));
  return {
    ...createRegionFacts(arm, subscription),
    arm,
    person,
    roles: createRoleReader(arm),
    subscription,
    model,
    api: apiToDeploy(model),
    region,
    circumstances: once(async () => {
      const found = await findDeployed(arm, subscription);
      const { accounts, unseenBecause } = found.seen ? found.value : { accounts: [], unseenBecause: found.because };
      return { deployed: accounts.flatMap(({ deployments }) => deployments), nowEpochMs: Date.now(), unseenBecause };
    }),
    now: Date.now,
  };
}

async function onlySubscription(arm: Arm): Promise<string> {
  const listed = await look('the subscriptions', (signal) => arm.subscriptions(signal));
  if (!listed.seen) throw new UsageError(`No subscription is known: ${listed.because}.`);
  const ids = listed.value.flatMap((row) => {
    const { subscriptionId } = Object(row) as { subscriptionId?: unknown };
    return typeof subscriptionId === 'string' ? [subscriptionId] : [];
  });
  const [id, ...more] = ids;
  if (id === undefined) throw new UsageError('You have no subscription: sign in to the tenant that has one.');
  if (more.length > 0)
    throw new UsageError(
      `You have ${ids.length} subscriptions: choose one with --subscription (az account list -o table).`,
    );
  return id;
}
