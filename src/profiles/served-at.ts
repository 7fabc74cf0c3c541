/** Where a profile is served: at which of the targets, and with which deployment there. */
import { type Finding, toPointer } from '../lib/validation.ts';

export interface ServedAt {
  /** Its name. */
  readonly target: string;
  readonly deployment: string;
}

/** The targets there are. */
export interface KnownTargets {
  /** In the order of preference, each with its own deployment. */
  readonly targets: readonly { readonly name: string; readonly deployment: string }[];
  /** Names of those that are wrong, and so cannot serve. */
  readonly outOfForce: readonly string[];
}

interface Wanted {
  /** In the order of preference; all, where it says nothing. */
  readonly targets?: readonly string[] | undefined;
  /** Of every target, or by target. */
  readonly deployment?: string | Readonly<Record<string, string>> | undefined;
}

interface Read {
  /** `undefined` where there are findings. */
  readonly servedAt: readonly [ServedAt, ...ServedAt[]] | undefined;
  readonly findings: readonly Finding[];
}

/** Pointers are into the profile. */
export function toServedAt({ targets: names, deployment = {} }: Wanted, { targets, outOfForce }: KnownTargets): Read {
  const known = [...targets.map(({ name }) => name), ...outOfForce];
  const byTarget = typeof deployment === 'string' ? {} : deployment;
  const unknown = [
    ...(names ?? []).flatMap((name, index) =>
      known.includes(name) ? [] : toFinding(['targets', String(index)], name),
    ),
    ...Object.keys(byTarget).flatMap((name) => (known.includes(name) ? [] : toFinding(['deployment', name], name))),
  ];
  const wanted = names ? names.flatMap((name) => targets.find((target) => target.name === name) ?? []) : targets;
  const [first, ...others] = wanted.map(({ name, deployment: own }) => ({
    target: name,
    deployment: typeof deployment === 'string' ? deployment : (byTarget[name] ?? own),
  }));
  if (unknown.length > 0) return { servedAt: undefined, findings: unknown };
  if (first) return { servedAt: [first, ...others], findings: [] };
  const message = 'names no target that is in force: realtime:targets says what is wrong with them';
  return { servedAt: undefined, findings: [{ pointer: '/targets', message, unknownMember: false }] };
}

function toFinding(path: readonly string[], name: string): Finding {
  const message = `names ${JSON.stringify(name)}, which is no target of realtime:targets`;
  return { pointer: toPointer(path), message, unknownMember: false };
}
