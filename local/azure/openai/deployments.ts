/**
 * The account's deployments, in the members of ARM's answer that matter, and which of them the
 * realtime route takes (5.2). ARM's `capabilities.realtime` is true for three transcription models as well, so the
 * model's name decides.
 */

interface Deployment {
  /** What a client sends as `session.model`. */
  readonly name: string;
  readonly sku: { readonly name: string; readonly capacity: number };
  readonly properties: {
    readonly model: { readonly format: 'OpenAI'; readonly name: string; readonly version: string };
    readonly provisioningState: 'Succeeded';
  };
  /** Younger than five minutes: the data plane does not know it yet (6.1, DeploymentNotFound). */
  readonly isFresh: boolean;
}

function deployment(name: string, model: string, version: string, isFresh = false): Deployment {
  return {
    name,
    sku: { name: 'GlobalStandard', capacity: 1 },
    properties: { model: { format: 'OpenAI', name: model, version }, provisioningState: 'Succeeded' },
    isFresh,
  };
}

const DEPLOYMENTS: readonly Deployment[] = [
  deployment('gpt-realtime-mini', 'gpt-realtime-mini', '2025-12-15'),
  deployment('gpt-realtime', 'gpt-realtime', '2025-08-28'),
  // A name of its own, so that the deployment and its model can be told apart.
  deployment('voice-assistant', 'gpt-realtime', '2025-08-28'),
  // Named after what somebody wanted, not after what was deployed.
  deployment('gpt-realtime-chat', 'gpt-4o', '2024-11-20'),
  deployment('gpt-realtime-whisper', 'gpt-realtime-whisper', '1'),
  deployment('gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe', '1'),
  deployment('gpt-realtime-translate', 'gpt-realtime-translate', '1'),
  deployment('gpt-realtime-fresh', 'gpt-realtime', '2025-08-28', true),
];

/** `absent` is also a deployment that is too young. */
export type DeploymentKind =
  | { readonly kind: 'realtime'; readonly model: string }
  | { readonly kind: 'other' | 'absent' };

export function findDeployment(name: string): DeploymentKind {
  const found = DEPLOYMENTS.find((candidate) => candidate.name === name && !candidate.isFresh);
  if (!found) return { kind: 'absent' };
  const model = found.properties.model.name;
  return isRealtimeModel(model) ? { kind: 'realtime', model } : { kind: 'other' };
}

function isRealtimeModel(model: string): boolean {
  return /^gpt-(realtime|4o(-mini)?-realtime)/.test(model) && !/whisper|translate|transcribe/.test(model);
}
