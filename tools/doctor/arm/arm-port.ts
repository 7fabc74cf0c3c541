/** What the checks want to know of Resource Manager. Each request rejects with the client's own error. */
import type { ConfigurationStore } from '@azure/arm-appconfiguration';
import type { Site } from '@azure/arm-appservice';
import type { DenyAssignment, RoleAssignment, RoleDefinition } from '@azure/arm-authorization';
import type { Account, Deployment, Model, Usage } from '@azure/arm-cognitiveservices';
import type { ArmId } from './arm-id.ts';

export interface Arm {
  /** Rows of Resource Graph, which leaves out what the asker may not read. */
  query(query: string, signal: AbortSignal): Promise<readonly unknown[]>;
  account(id: ArmId, signal: AbortSignal): Promise<Account>;
  accounts(subscription: string, signal: AbortSignal): Promise<readonly Account[]>;
  deployments(account: ArmId, signal: AbortSignal): Promise<readonly Deployment[]>;
  models(subscription: string, location: string, signal: AbortSignal): Promise<readonly Model[]>;
  usages(subscription: string, location: string, signal: AbortSignal): Promise<readonly Usage[]>;
  site(id: ArmId, signal: AbortSignal): Promise<Site>;
  stores(subscription: string, signal: AbortSignal): Promise<readonly ConfigurationStore[]>;
  assignments(scope: string, filter: string, signal: AbortSignal): Promise<readonly RoleAssignment[]>;
  denials(scope: string, signal: AbortSignal): Promise<readonly DenyAssignment[]>;
  definition(id: string, signal: AbortSignal): Promise<RoleDefinition>;
  /** Raw, because no client of ours has them. */
  subscriptions(signal: AbortSignal): Promise<readonly unknown[]>;
  subscription(id: string, signal: AbortSignal): Promise<unknown>;
  provider(subscription: string, namespace: string, signal: AbortSignal): Promise<unknown>;
}
