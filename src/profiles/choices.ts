/**
 * The fields of its session that a profile leaves to the caller, each with the values that it may have. Every one of
 * them must make a session that Azure accepts, which is found out when the settings load.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { isJsonObject, valueAt, withValueAt } from '../lib/json.ts';
import { type Finding, toPointer } from '../lib/validation.ts';
import type { SessionForm } from './session-form.ts';

export interface Choice {
  readonly path: readonly string[];
  readonly allowed: readonly unknown[] | { readonly min: number; readonly max: number };
}

export const choicesSchema = z.record(
  z.string().check(z.regex(/^[a-z][a-z_]*(?:\.[a-z][a-z_]*)*$/, 'must be a dotted path into the session')),
  z.union(
    [
      z.array(z.unknown()).check(z.minLength(1, 'must not be empty')),
      z
        .strictObject({ min: z.number(), max: z.number() })
        .check(z.refine(({ min, max }) => min <= max, 'must not have its min above its max')),
    ],
    'must be an array of the allowed values, or {"min":…,"max":…}',
  ),
);

/** By JSON pointer, which unlike the dotted path is unambiguous for whatever names a caller may invent. */
export function toChoices(texts: z.infer<typeof choicesSchema>): ReadonlyMap<string, Choice> {
  return new Map(
    Object.entries(texts).map(([dotted, allowed]) => {
      const path = dotted.split('.');
      return [toPointer(path), { path, allowed }];
    }),
  );
}

export function allows({ allowed }: Choice, value: unknown): boolean {
  if ('min' in allowed) return typeof value === 'number' && value >= allowed.min && value <= allowed.max;
  return allowed.some((one) => isDeepStrictEqual(one, value));
}

/** Completes "<member> …" for a caller whose value is not allowed; an allowed object is not told. */
export function describeAllowed({ allowed }: Choice): string {
  if ('min' in allowed) return `must be a number from ${allowed.min} to ${allowed.max}`;
  return allowed.some((value) => typeof value === 'object' && value !== null)
    ? 'must be one of the values that the profile allows'
    : `must be ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`;
}

/** What is wrong with the choices of a profile whose session this is. */
export function checkChoices<S>(
  choices: ReadonlyMap<string, Choice>,
  session: S,
  form: SessionForm<S>,
): readonly Finding[] {
  const others = [...choices.keys()];
  return [...choices].flatMap(([pointer, choice]) => {
    const outer = others.find((other) => pointer.startsWith(`${other}/`));
    const message =
      outer === undefined ? faultOf(choice, session, form) : 'lies inside of another choice: keep one of the two';
    return message === undefined
      ? []
      : [{ pointer: toPointer(['choices', choice.path.join('.')]), message, unknownMember: false }];
  });
}

function faultOf<S>({ path, allowed }: Choice, session: S, form: SessionForm<S>): string | undefined {
  const values = 'min' in allowed ? [allowed.min, allowed.max] : allowed;
  const reserved = [...path, ...values.flatMap(memberNames)].find((name) => form.neverAChoice.has(name));
  // A `type` inside of a value is the value's own form; as a field of its own it would change what the rest means.
  if (reserved !== undefined) return `cannot be left to the caller: ${reserved} is decided by the profile`;
  if (path[0] === 'tool_choice' && values.some((value) => isJsonObject(value) && value['type'] === 'mcp')) {
    return 'cannot be left to the caller: an MCP server is decided by the profile';
  }
  const [member = ''] = path;
  // The other members of the session are as good as they were: of many values, reading them again takes seconds.
  const affected = { ...form.bare, [member]: valueAt(session, [member]) };
  for (const value of values) {
    const checked = form.check(withValueAt(affected, path, value));
    if (checked.ok) continue;
    const [first] = checked.error;
    return `allows a value with which the session is wrong: ${first?.pointer} ${first?.message}`;
  }
  return undefined;
}

/** Names of all members in a value, at any depth, but for `type`. */
function memberNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(memberNames);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === 'type' ? [] : [name]), ...memberNames(inner)]);
}
