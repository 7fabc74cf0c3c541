/** What every deployment of this template must satisfy, and how each assertion is shown to notice a breach. */
import type { Mutation } from '../compiler/template';
import type { Variant } from '../compiler/variants';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly [member: string]: unknown;
}

/** A mutation and the complaint that it must cause. */
interface Breach extends Mutation {
  readonly complaint: string;
}

export interface Policy {
  /** Completes the sentence "a deployment …". */
  readonly requirement: string;
  /** Variants that it holds for; absent: all. */
  readonly variants?: readonly Variant[];
  complain(resources: readonly Resource[]): readonly string[];
  readonly breaches: readonly [Breach, ...Breach[]];
}

/** The value at a path such as `properties.siteConfig.minTlsVersion`; undefined where the path ends early. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Complaints about every resource of a type whose value at a path is another one. */
export function expectEach(
  resources: readonly Resource[],
  type: string,
  expected: Readonly<Record<string, unknown>>,
): readonly string[] {
  const found = resources.filter((resource) => resource.type === type);
  if (found.length === 0) return [`${type}: there is none`];
  return found.flatMap((resource) =>
    Object.entries(expected)
      .filter(([path, value]) => at(resource, path) !== value)
      .map(([path]) => `${type}: ${path} is ${JSON.stringify(at(resource, path))}`),
  );
}
