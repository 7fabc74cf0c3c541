/** The targets in force: of several keys, which are right or wrong only together. */
import { type Cloud, type TokenScope, takesScope } from '../lib/clouds.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { SettingProblem } from '../lib/setting.ts';
import type { RealtimeEndpoint } from './endpoint.ts';
import { ONLY_TARGET, type Target } from './target.ts';
import type { TargetEntries, TargetEntry, WrongEntry } from './target-entries.ts';

/** The first is asked before the others. */
export type Targets = readonly [Target, ...Target[]];

/** Values of the keys, each good by itself. */
export interface TargetKeys {
  readonly targets?: TargetEntries | undefined;
  /** Of the only target: not read where there are `targets`. */
  readonly endpoint?: RealtimeEndpoint | undefined;
  /** Of each target that says none of its own. */
  readonly deployment?: string | undefined;
  readonly tokenScope?: TokenScope | undefined;
}

export interface ReadTargets {
  /** `undefined` where none is good, and none was. */
  readonly targets: Targets | undefined;
  /** Names of those that are wrong. */
  readonly outOfForce: readonly string[];
  readonly problems: readonly SettingProblem[];
}

interface Defaults {
  readonly cloud: Cloud;
  readonly deployment: string | undefined;
  readonly tokenScope: TokenScope;
  /** Of the keys in the store. */
  readonly prefix: string;
}

/** `before` is what was in force. */
export function toTargets(keys: TargetKeys, prefix: string, before?: Targets): ReadTargets {
  const entries = keys.targets ?? (keys.endpoint ? [ok({ name: ONLY_TARGET, endpoint: keys.endpoint })] : []);
  const cloud = entries.flatMap((entry) => (entry.ok ? entry.value.endpoint.cloud : []))[0];
  if (!cloud) return { targets: before, outOfForce: [], problems: [] };
  const scope = toScope(keys, cloud, before);
  const defaults = { cloud, deployment: keys.deployment, tokenScope: scope.tokenScope, prefix };
  const read = entries.map((entry, index) => (entry.ok ? complete(entry.value, index, defaults) : entry));
  const [first, ...others] = read.flatMap((each) => (each.ok ? each.value : []));
  const wrong = read.flatMap((each) => (each.ok ? [] : each.error));
  const named = prefix + (keys.targets ? 'targets' : 'endpoint');
  return {
    targets: first ? [first, ...others] : before,
    outOfForce: wrong.flatMap(({ name }) => name ?? []),
    problems: [
      ...(scope.isForeign
        ? [{ key: `${prefix}tokenScope`, problem: `is of another cloud than ${named}, ${whereItIs(cloud)}` }]
        : []),
      ...wrong.flatMap(({ problems }) => problems.map((problem) => ({ key: `${prefix}targets`, problem }))),
    ],
  };
}

/** A token of another cloud opens nothing at the endpoint. */
function toScope({ tokenScope }: TargetKeys, cloud: Cloud, before?: Targets) {
  const [usual] = cloud.tokenScopes;
  const held = before?.[0].tokenScope ?? usual;
  const isForeign = tokenScope !== undefined && !takesScope(cloud, tokenScope);
  if (!isForeign) return { tokenScope: tokenScope ?? usual, isForeign };
  return { tokenScope: takesScope(cloud, held) ? held : usual, isForeign };
}

function complete(
  { name, endpoint, deployment: own, tokenScope: ownScope }: TargetEntry,
  index: number,
  { cloud, tokenScope, prefix, ...defaults }: Defaults,
): Result<Target, WrongEntry> {
  const deployment = own ?? defaults.deployment;
  const isForeign = ownScope !== undefined && !takesScope(endpoint.cloud, ownScope);
  const problems = [
    ...(endpoint.cloud === cloud ? [] : [`at /${index}/endpoint is in another cloud than the targets before it`]),
    ...(isForeign ? [`at /${index}/tokenScope is of another cloud, ${whereItIs(endpoint.cloud)}`] : []),
    ...(deployment === undefined ? [`at /${index} has no deployment, and ${prefix}deployment is not set`] : []),
  ];
  if (problems.length > 0 || deployment === undefined) return err({ name, problems });
  return ok({ name, endpoint, deployment, tokenScope: ownScope ?? tokenScope });
}

function whereItIs({ tokenScopes }: Cloud): string {
  return `where it is ${tokenScopes.join(' or ')}`;
}
