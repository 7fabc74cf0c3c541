/** The deployments that the account has at start: good ones, and one of each kind that a mint refuses. */
import type { Deployment } from './account.ts';
import { DEFAULT_SKU } from './model-catalogue.ts';

/** What the settings name at start, and whose base model the switch `account.deploymentModel` changes. */
export const DEFAULT_DEPLOYMENT = 'gpt-realtime-mini';

/** The capacity that infra/main.bicep gives. */
const CAPACITY = 20;
const DAY_MS = 86_400_000;

export function createDefaultDeployments(nowEpochMs: number): ReadonlyMap<string, Deployment> {
  const deployment = (name: string, model: string, version: string): Deployment => ({
    name,
    model: { format: 'OpenAI', name: model, version },
    sku: { name: DEFAULT_SKU, capacity: CAPACITY },
    versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
    createdAtEpochMs: nowEpochMs - DAY_MS,
  });
  const deployments: readonly Deployment[] = [
    deployment(DEFAULT_DEPLOYMENT, 'gpt-realtime-mini', '2025-12-15'),
    deployment('gpt-realtime', 'gpt-realtime', '2025-08-28'),
    // A name of its own, so that the deployment and its model can be told apart.
    deployment('voice-assistant', 'gpt-realtime', '2025-08-28'),
    // Named after what somebody wanted, not after what was deployed.
    deployment('gpt-realtime-chat', 'gpt-4o', '2024-11-20'),
    deployment('gpt-realtime-whisper', 'gpt-realtime-whisper', '1'),
    deployment('gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe', '1'),
    deployment('gpt-realtime-translate', 'gpt-realtime-translate', '1'),
    { ...deployment('gpt-realtime-fresh', 'gpt-realtime', '2025-08-28'), isAlwaysFresh: true },
  ];
  return new Map(deployments.map((each) => [each.name, each]));
}
