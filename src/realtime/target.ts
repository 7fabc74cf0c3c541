/** Where a session is made. What was made there is good there and nowhere else, so it carries its target. */
import type { TokenScope } from '../lib/clouds.ts';
import type { RealtimeEndpoint } from './endpoint.ts';

/** All that a request to Azure OpenAI has to know. */
export interface Site {
  readonly endpoint: RealtimeEndpoint;
  /** Its name at that resource. */
  readonly deployment: string;
}

export interface Target extends Site {
  /** The operator’s name for it. */
  readonly name: string;
  /** Of the identity’s token that is sent there. */
  readonly tokenScope: TokenScope;
}

/** Of the one target of an app that has no others. */
export const ONLY_TARGET = 'default';

/** Those of the names, in their order; `deployment` is the one that is asked for there. */
export function targetsAt(
  targets: readonly Target[],
  wanted: readonly { readonly target: string; readonly deployment: string }[],
): readonly [Target, ...Target[]] {
  const [first, ...others] = wanted.flatMap(({ target: name, deployment }) => {
    const found = targets.find((target) => target.name === name);
    return found ? { ...found, deployment } : [];
  });
  if (first) return [first, ...others];
  throw new Error('A profile is served at none of the targets that it was read with.');
}

/** What a token for that resource is asked for, also where it is a target no longer: calls outlive the settings. */
export function scopeAt(targets: readonly Target[], { origin, cloud }: RealtimeEndpoint): TokenScope {
  return targets.find(({ endpoint }) => endpoint.origin === origin)?.tokenScope ?? cloud.tokenScopes[0];
}
