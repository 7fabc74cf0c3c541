/** What readyz says of the targets: which there are, and which of them this instance passes over or waits for. */
import * as z from 'zod/mini';
import { OPERATIONS } from '../issuance/ask-target.ts';
import type { Target } from '../realtime/target.ts';
import { targetsAt } from '../realtime/target.ts';
import type { TargetGate } from '../realtime/target-gate.ts';
import type { Settings } from '../settings/keys.ts';

export const targetDetailsSchema = z.strictObject({
  name: z.string(),
  origin: z.string(),
  deployment: z.string(),
  /** Empty where it is asked as usual. */
  trouble: z.array(
    z.strictObject({
      deployment: z.string(),
      operation: z.string(),
      diagnosis: z.string(),
      /** Until a request tries it again. */
      waitSeconds: z.number(),
    }),
  ),
});
type TargetDetails = z.infer<typeof targetDetailsSchema>;

type Look = Pick<TargetGate, 'look'>;

export function readTargets({ targets, profiles }: Settings, gate: Look): readonly TargetDetails[] {
  const sites = distinct([...targets, ...[...profiles.values()].flatMap((read) => servedAt(targets, read))]);
  return targets.map(({ name, endpoint, deployment }) => ({
    name,
    origin: endpoint.origin,
    deployment,
    trouble: sites.filter((site) => site.name === name).flatMap((site) => troubleOf(site, gate)),
  }));
}

/** With one target nothing is passed over, and a wait is the callers’ to hear of. */
export function hasFailingTarget(settings: Settings | undefined, gate: Look): boolean {
  if (settings === undefined || settings.targets.length === 1) return false;
  return readTargets(settings, gate).some(({ trouble }) => trouble.length > 0);
}

type ReadProfile = Settings['profiles'] extends ReadonlyMap<string, infer P> ? P : never;

function servedAt(targets: readonly Target[], profile: ReadProfile): readonly Target[] {
  return profile.ok ? targetsAt(targets, profile.value.servedAt) : [];
}

function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [`${target.name} ${target.deployment}`, target])).values()];
}

function troubleOf(site: Target, gate: Look): TargetDetails['trouble'] {
  return OPERATIONS.relay.flatMap((operation) => {
    const found = gate.look(site, operation);
    if (!found) return [];
    const { refusal, waitSeconds } = found;
    return { deployment: site.deployment, operation, diagnosis: refusal.entry.id, waitSeconds };
  });
}
