/** The deployments that the account has at start: good ones, and one of each kind that a mint refuses. */
import type { Deployment } from './account.ts';
import { DEFAULT_SKU, defaultVersionOf } from './model-catalogue.ts';

/** What the settings name at start. */
const DEFAULT_DEPLOYMENT = 'gpt-realtime-mini';

/** The capacity that infra/main.bicep gives. */
const CAPACITY = 20;
const DAY_MS = 86_400_000;

export function createDefaultDeployments(nowEpochMs: number): ReadonlyMap<string, Deployment> {
  const deployment = (name: string, model = name): Deployment => ({
    name,
    model: { format: 'OpenAI', name: model, version: defaultVersionOf(model) },
    sku: { name: DEFAULT_SKU, capacity: CAPACITY },
    versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
    createdAtEpochMs: nowEpochMs - DAY_MS,
  });
  const deployments: readonly Deployment[] = [
    deployment(DEFAULT_DEPLOYMENT),
    deployment('gpt-realtime'),
    // A name of its own, so that the deployment and its model can be told apart.
    deployment('voice-assistant', 'gpt-realtime'),
    // Named after what somebody wanted, not after what was deployed.
    deployment('gpt-realtime-chat', 'gpt-4o'),
    deployment('gpt-realtime-whisper'),
    deployment('gpt-4o-mini-transcribe'),
    deployment('gpt-realtime-translate'),
    // Of Azure's other voice API, for which the mint is not.
    deployment('gpt-live', 'gpt-live-1'),
    { ...deployment('gpt-realtime-fresh', 'gpt-realtime'), isAlwaysFresh: true },
  ];
  return new Map(deployments.map((each) => [each.name, each]));
}
