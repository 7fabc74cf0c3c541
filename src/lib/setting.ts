/** How a part of the app says which settings it has; src/settings reads them all by one rule. */
import * as z from 'zod/mini';
import { parseJson } from './json.ts';

export interface Setting<T> {
  /** One or two sentences for docs/settings.md. */
  readonly meaning: string;
  readonly writtenBy: 'bicep' | 'operator';
  /** Without this member: plain text. */
  readonly format?: 'json';
  /** It says who is served, how much or with what: nothing is served with a default in the place of a wrong value. */
  readonly limits?: true;
  /** From the text in the store to the value; every issue's message completes the sentence "<key> …". */
  readonly schema: z.ZodMiniType<T, string>;
  /** The value when the key is not in the store, or is empty. A setting without this member is required. */
  readonly default?: T;
}

/** `default: undefined` is a default too: of a setting that may be left out and then says nothing. */
export function isRequired(setting: Setting<unknown>): boolean {
  return !('default' in setting);
}

/** `key` with its prefix, as it stands in the store; `problem` completes the sentence "<key> …". */
export interface SettingProblem {
  readonly key: string;
  readonly problem: string;
}

/** Text that must be JSON, then whatever `schema` says. */
export function jsonText<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<T, string> {
  const parse = z.transform((text: string, context): unknown => {
    const value = parseJson(text);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: 'is not JSON', input: text });
    return z.NEVER;
  });
  return z.pipe(z.pipe(z.string(), parse), schema) as z.ZodMiniType<T, string>;
}
