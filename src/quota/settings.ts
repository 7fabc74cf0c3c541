/** The setting of the quotas: on unless an operator writes `{}`. */
import * as z from 'zod/mini';
import { jsonText, type Setting } from '../lib/setting.ts';

/** At most `limit` secrets in any window of that length. */
export interface QuotaPolicy {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** By name; a caller has to satisfy all of them at once. */
export type QuotaPolicies = Readonly<Record<string, QuotaPolicy>>;

/** Every instant that counts stands in the caller's row, which has to stay small. */
export const MAX_LIMIT = 500;
export const MAX_WINDOW_SECONDS = 7 * 24 * 60 * 60;
/** They all stand in two header fields of every answer. */
const MAX_POLICIES = 8;
/** Needs no escape in a structured field's string (RFC 9651 section 3.3.3), and is no member of every object. */
const POLICY_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

const policy = z.strictObject({
  limit: z.int().check(z.gte(1), z.lte(MAX_LIMIT)),
  windowSeconds: z.int().check(z.gte(1), z.lte(MAX_WINDOW_SECONDS)),
});

/** Before anything else looks at them: zod leaves out a member named __proto__, and no policy means no quota. */
const named = z.unknown().check(
  z.check(({ value, issues }) => {
    const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const complain = (message: string) => issues.push({ code: 'custom', message, input: value });
    if (names.length > MAX_POLICIES) complain(`must have at most ${MAX_POLICIES} policies`);
    if (!names.every((name) => POLICY_NAME.test(name))) {
      complain('must name each policy with lower-case letters, digits, - and _, 32 at most, a letter first');
    }
  }),
);

const policies = z.pipe(named, z.record(z.string(), policy) as z.ZodMiniType<QuotaPolicies, unknown>);

export const QUOTA_SETTINGS = {
  quota: {
    meaning: `JSON object of named policies, each a caller’s own: \`limit\` secrets (1 to ${MAX_LIMIT}) in any window of \`windowSeconds\` (1 to ${MAX_WINDOW_SECONDS}). \`{}\` switches quotas off.`,
    writtenBy: 'operator',
    format: 'json',
    limits: true,
    schema: jsonText<QuotaPolicies>(policies),
    default: { minute: { limit: 6, windowSeconds: 60 }, day: { limit: 100, windowSeconds: 86_400 } },
  } satisfies Setting<QuotaPolicies>,
} as const;
