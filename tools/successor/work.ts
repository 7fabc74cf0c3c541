/** What every step of the command has at hand. */
import type { TokenCredential } from '@azure/identity';
import type { Facts } from '../doctor/facts/facts.ts';
import type { WriteDeployment } from './deployment-writer.ts';
import type { SuccessorOptions } from './options.ts';
import type { SettingStore } from './setting-store.ts';

export interface Patience {
  /** Between two looks at a deployment that Azure makes. */
  readonly lookMs: number;
  /** Until a deployment is made. */
  readonly makingMs: number;
  /** Between two mints of a deployment that the data plane may not know yet. */
  readonly retryMs: number;
  /** How old a deployment is when it is known everywhere. */
  readonly settlingMs: number;
  /** Between two mints through the app, which count against the person’s own quota. */
  readonly appMs: number;
  /** Until the app has read the setting. */
  readonly readMs: number;
}

/** Azure’s text of DeploymentNotFound speaks of five minutes; the app reads its settings every 30 s while it is used. */
export const USUAL_PATIENCE: Patience = {
  lookMs: 5_000,
  makingMs: 900_000,
  retryMs: 10_000,
  settlingMs: 360_000,
  appMs: 15_000,
  readMs: 90_000,
};

export interface Work {
  /** As the settings stood at the start. */
  readonly facts: Facts;
  /** The same, read anew. */
  readonly lookAgain: () => Facts;
  readonly store: SettingStore;
  readonly writeDeployment: WriteDeployment;
  readonly credential: TokenCredential;
  readonly options: SuccessorOptions;
  /** What is typed before the options. */
  readonly start: string;
  /** azd keeps the parameters of the template. */
  readonly isOfAzd: boolean;
  readonly patience: Patience;
  say(...lines: readonly string[]): void;
  /** @throws {UsageError} where nobody can be asked. */
  agree(): Promise<boolean>;
}
