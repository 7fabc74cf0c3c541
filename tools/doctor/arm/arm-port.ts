/** What the checks want to know of Resource Manager. Each call rejects with the client's own error. */
import type { ConfigurationStore } from '@azure/arm-appconfiguration';
import type { Site } from '@azure/arm-appservice';
import type { DenyAssignment, RoleAssignment, RoleDefinition } from '@azure/arm-authorization';
import type { Account, Deployment, Model, Usage } from '@azure/arm-cognitiveservices';
import type { ArmId } from './arm-id.ts';

type Answer<T> = Promise<T>;

export interface Arm {
  /** Rows of Resource Graph, which leaves out what the asker may not read. */
  query(query: string, signal: AbortSignal): Answer<readonly unknown[]>;
  account(id: ArmId, signal: AbortSignal): Answer<Account>;
  accounts(subscription: string, signal: AbortSignal): Answer<readonly Account[]>;
  deployments(account: ArmId, signal: AbortSignal): Answer<readonly Deployment[]>;
  models(subscription: string, location: string, signal: AbortSignal): Answer<readonly Model[]>;
  usages(subscription: string, location: string, signal: AbortSignal): Answer<readonly Usage[]>;
  site(id: ArmId, signal: AbortSignal): Answer<Site>;
  stores(subscription: string, signal: AbortSignal): Answer<readonly ConfigurationStore[]>;
  assignments(scope: string, filter: string, signal: AbortSignal): Answer<readonly RoleAssignment[]>;
  denials(scope: string, signal: AbortSignal): Answer<readonly DenyAssignment[]>;
  definition(id: string, signal: AbortSignal): Answer<RoleDefinition>;
  /** Raw, because no client of ours has them. */
  subscriptions(signal: AbortSignal): Answer<readonly unknown[]>;
  subscription(id: string, signal: AbortSignal): Answer<unknown>;
  provider(subscription: string, namespace: string, signal: AbortSignal): Answer<unknown>;
}
