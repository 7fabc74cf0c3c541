/** The targets in force: of several keys, which are right or wrong only together. */
import { type TokenScope, takesScope } from '../lib/clouds.ts';
import type { SettingProblem } from '../lib/setting.ts';
import type { RealtimeEndpoint } from './endpoint.ts';
import { ONLY_TARGET, type Target } from './target.ts';

export interface TargetKeys {
  readonly endpoint: RealtimeEndpoint;
  readonly deployment: string;
  readonly tokenScope: TokenScope | undefined;
}

export interface ReadTargets {
  readonly targets: readonly [Target, ...Target[]];
  readonly problems: readonly SettingProblem[];
}

/** @param prefix of the keys in the store. `before` is what an earlier call gave. */
export function toTargets(
  { endpoint, deployment, tokenScope }: TargetKeys,
  prefix: string,
  before: readonly Target[] = [],
): ReadTargets {
  const { cloud } = endpoint;
  const [usual] = cloud.tokenScopes;
  const wanted = tokenScope ?? usual;
  const target = { name: ONLY_TARGET, endpoint, deployment };
  if (takesScope(cloud, wanted)) return { targets: [{ ...target, tokenScope: wanted }], problems: [] };
  // A token of another cloud opens nothing at the endpoint.
  const held = before[0]?.tokenScope ?? usual;
  const problem = `is of another cloud than ${prefix}endpoint, where it is ${cloud.tokenScopes.join(' or ')}`;
  return {
    targets: [{ ...target, tokenScope: takesScope(cloud, held) ? held : usual }],
    problems: [{ key: `${prefix}tokenScope`, problem }],
  };
}
