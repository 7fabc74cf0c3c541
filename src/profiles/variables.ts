/**
 * What the instructions of a profile leave to the app that speaks for its end users: the user's name, their language,
 * the number of a case. A value goes into the instructions and nowhere else: no message here has one in it.
 */
import * as z from 'zod/mini';
import { isJsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, toPointer } from '../lib/validation.ts';

/** The most characters that each may have, by its name. */
export type Variables = ReadonlyMap<string, number>;

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const MAX_LENGTH = 1_000;
/**
 * Azure takes 16,384 tokens of instructions (docs/azure.md), and only Azure counts tokens; in most languages a token is
 * more than a character.
 */
const MAX_FILLED_LENGTH = 16_384;

export const variablesSchema = z.record(
  z.string().check(z.regex(NAME, 'must have a name of letters, digits and _, 40 at most, the first a letter')),
  z.strictObject({ maxLength: z.int().check(z.gte(1), z.lte(MAX_LENGTH)) }),
);

export function toVariables(texts: z.infer<typeof variablesSchema>): Variables {
  return new Map(Object.entries(texts).map(([name, { maxLength }]) => [name, maxLength]));
}

/**
 * What is wrong with the variables of a profile that has these instructions; pointers are into the profile. Without any
 * variable the instructions are as they stand, braces and all.
 */
export function checkVariables(variables: Variables, instructions = ''): readonly Finding[] {
  if (variables.size === 0) return [];
  const placed = [...instructions.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const undeclared = [...new Set(placed)].filter((name) => !variables.has(name));
  const unused = [...variables.keys()].filter((name) => !placed.includes(name));
  const longest = placed.reduce(
    (length, name) => length + (variables.get(name) ?? 0) - lengthOf(`{{${name}}}`),
    lengthOf(instructions),
  );
  return [
    ...[...new Set(undeclared.map(toUndeclared))].map((message) => toFinding(['variables'], message, false)),
    ...unused.map((name) =>
      toFinding(['variables', name], `stands nowhere in the instructions: write {{${name}}}, or leave it out`, false),
    ),
    ...(undeclared.length === 0 && longest > MAX_FILLED_LENGTH ? [toFinding(['variables'], TOO_LONG, false)] : []),
  ];
}

const TOO_LONG = `can make instructions of more than ${MAX_FILLED_LENGTH} characters: shorten them, or a maxLength`;

/** Between braces may stand whatever the owner has written, which nobody is told; a name is a name. */
function toUndeclared(name: string): string {
  return NAME.test(name)
    ? `must have ${name}, which the instructions have as {{${name}}}`
    : 'must have whatever stands between {{ and }} in the instructions, and what stands there is no name: letters, digits and _, without spaces';
}

/** The instructions with a value in each place; pointers are into the caller's body. */
export function fillIn(instructions: string, variables: Variables, sent: unknown): Result<string, readonly Finding[]> {
  if (sent !== undefined && !isJsonObject(sent)) return err([toFinding(['variables'], 'must be an object', false)]);
  const values = new Map(Object.entries(sent ?? {}));
  const undeclared = [...values.keys()].filter((name) => !variables.has(name));
  const findings = [
    ...undeclared.map((name) => toFinding(['variables', name], 'is no variable of this profile', true)),
    ...[...variables].flatMap(([name, maxLength]) => {
      const fault = faultOf(values.get(name), maxLength);
      return fault === undefined ? [] : [toFinding(['variables', name], fault, false)];
    }),
  ];
  if (findings.length > 0) return err(findings);
  // In one go: what a value has between braces stays as it is.
  const fill = (placeholder: string, name: string) => (variables.has(name) ? toText(values.get(name)) : placeholder);
  return ok(variables.size === 0 ? instructions : instructions.replace(PLACEHOLDER, fill));
}

/**
 * What ends a line could begin one of its own among the owner's, and what nobody sees (format characters, such as tags
 * and marks of direction) could say something that nobody has read. Names in Persian or Hindi need the two joiners.
 */
const NO_TEXT = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u;

/** Completes "<member> …". */
function faultOf(value: unknown, maxLength: number): string | undefined {
  if (value === undefined) return 'is missing';
  if (typeof value !== 'string') return 'must be a string';
  if (NO_TEXT.test(value)) return 'must be one line of text, without control or format characters';
  const length = lengthOf(toText(value));
  return length >= 1 && length <= maxLength ? undefined : `must have 1 to ${maxLength} characters`;
}

/** One form of what looks the same (Unicode NFC): a name counts the same wherever it was typed. */
function toText(value: unknown): string {
  return typeof value === 'string' ? value.normalize('NFC') : '';
}

/** In characters of Unicode, as `maxLength` of JSON Schema counts. */
function lengthOf(text: string): number {
  return [...text].length;
}

function toFinding(path: readonly string[], message: string, unknownMember: boolean): Finding {
  return { pointer: toPointer(path), message, unknownMember };
}
