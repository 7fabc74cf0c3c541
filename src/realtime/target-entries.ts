/** The JSON of `realtime:targets`. Each target is judged alone: a wrong one is out of force, and the others serve. */
import * as z from 'zod/mini';
import { NOT_A_TARGET_NAME, TARGET_NAME } from '../lib/azure-values.ts';
import { isJsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { jsonText } from '../lib/setting.ts';
import { type Finding, validate } from '../lib/validation.ts';
import { deploymentSchema, endpointSchema, resourceIdSchema, tokenScopeSchema } from './target-schemas.ts';

const entrySchema = z.strictObject({
  name: z.string().check(z.regex(TARGET_NAME, NOT_A_TARGET_NAME)),
  endpoint: endpointSchema,
  deployment: z.optional(deploymentSchema),
  resourceId: z.optional(resourceIdSchema),
  tokenScope: z.optional(tokenScopeSchema),
});
export type TargetEntry = z.infer<typeof entrySchema>;

export interface WrongEntry {
  /** As far as it has one: a profile that asks for it is told that it is wrong, and not that there is none. */
  readonly name: string | undefined;
  /** Each completes the sentence "realtime:targets …". */
  readonly problems: readonly string[];
}

/** In the order of the setting. */
export type TargetEntries = readonly Result<TargetEntry, WrongEntry>[];

export const targetsSchema = z.pipe(
  jsonText(z.array(z.unknown())),
  z.transform((members, context): TargetEntries => {
    const entries = members.map((member, index) => readEntry(member, index, members.slice(0, index)));
    if (entries.some(({ ok: isGood }) => isGood)) return entries;
    const problems = entries.flatMap((entry) => (entry.ok ? [] : entry.error.problems));
    for (const message of problems.length === 0 ? ['must have at least one target'] : problems) {
      context.issues.push({ code: 'custom', message, input: members });
    }
    return z.NEVER;
  }),
);

/** Of two targets with one name nobody could say which a profile means. */
function readEntry(member: unknown, index: number, before: readonly unknown[]): Result<TargetEntry, WrongEntry> {
  const entry = validate(entrySchema, member);
  const name = nameOf(member);
  const isTaken = name !== undefined && before.some((other) => nameOf(other) === name);
  if (entry.ok && !isTaken) return ok(entry.value);
  const problems = entry.ok ? [] : entry.error.map((finding) => describe(finding, index));
  return err({
    name,
    problems: [...problems, ...(isTaken ? [`at /${index}/name is the name of another target`] : [])],
  });
}

function nameOf(member: unknown): string | undefined {
  const name = isJsonObject(member) ? member['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function describe({ pointer, message }: Finding, index: number): string {
  return `at /${index}${pointer} ${message}`;
}
