/** The setting of the quotas: on unless an operator writes `{}`. */
import * as z from 'zod/mini';
import { jsonText, type Setting } from '../lib/setting.ts';

/** At most `limit` secrets or relayed calls in any window of that length. */
export interface UnitsPolicy {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** At most so many minutes of speech in calls whose end lies in any window of that length. */
export interface MinutesPolicy {
  readonly minutes: number;
  readonly windowSeconds: number;
}

export type PoliciesOf<P> = Readonly<Record<string, P>>;

/** By name; a caller has to satisfy all of them at once. */
export type QuotaPolicies = PoliciesOf<UnitsPolicy | MinutesPolicy>;

/** Every instant that counts stands in the caller's row, which has to stay small. */
export const MAX_LIMIT = 500;
/** A week. */
const MAX_MINUTES = 10_080;
export const MAX_WINDOW_SECONDS = 7 * 24 * 60 * 60;
/** They all stand in two header fields of every answer. */
const MAX_POLICIES = 8;
/** Needs no escape in a structured field's string (RFC 9651 section 3.3.3), and is no member of every object. */
const POLICY_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

const policy = z
  .strictObject({
    limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_LIMIT))),
    minutes: z.optional(z.int().check(z.gte(1), z.lte(MAX_MINUTES))),
    windowSeconds: z.int().check(z.gte(1), z.lte(MAX_WINDOW_SECONDS)),
  })
  .check(
    z.refine(({ limit, minutes }) => (limit === undefined) !== (minutes === undefined), {
      error: 'must have either `limit` or `minutes`',
    }),
  );

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

export const quotaPolicies = z.pipe(named, z.record(z.string(), policy) as z.ZodMiniType<QuotaPolicies, unknown>);

/** @param max of a limit that is counted in several rows. */
export function ceilingPolicies(max: number) {
  const unitsPolicy = z.strictObject({
    limit: z.int().check(z.gte(1), z.lte(max)),
    windowSeconds: z.int().check(z.gte(1), z.lte(MAX_WINDOW_SECONDS)),
  });
  return z.pipe(named, z.record(z.string(), unitsPolicy) as z.ZodMiniType<PoliciesOf<UnitsPolicy>, unknown>);
}

export function unitsPolicies(policies: QuotaPolicies): PoliciesOf<UnitsPolicy> {
  return policiesWhere(policies, (policy): policy is UnitsPolicy => 'limit' in policy);
}

export function minutesPolicies(policies: QuotaPolicies): PoliciesOf<MinutesPolicy> {
  return policiesWhere(policies, (policy): policy is MinutesPolicy => 'minutes' in policy);
}

/** Whether speech is counted. */
export function hasMinutes(policies: QuotaPolicies): boolean {
  return Object.keys(minutesPolicies(policies)).length > 0;
}

function policiesWhere<P extends UnitsPolicy | MinutesPolicy>(
  policies: QuotaPolicies,
  isOne: (policy: UnitsPolicy | MinutesPolicy) => policy is P,
): PoliciesOf<P> {
  return Object.fromEntries(
    Object.entries(policies).flatMap(([name, policy]) => (isOne(policy) ? [[name, policy] as const] : [])),
  );
}

export const QUOTA_SETTINGS = {
  quota: {
    meaning: `JSON object of named policies, each a caller’s own: \`limit\` secrets and relayed calls (1 to ${MAX_LIMIT}), or \`minutes\` of speech in relayed calls (1 to ${MAX_MINUTES}), in any window of \`windowSeconds\` (1 to ${MAX_WINDOW_SECONDS}). With a policy of minutes no page gets a secret. \`{}\` switches quotas off.`,
    writtenBy: 'operator',
    format: 'json',
    limits: true,
    schema: jsonText<QuotaPolicies>(quotaPolicies),
    default: { minute: { limit: 6, windowSeconds: 60 }, day: { limit: 100, windowSeconds: 86_400 } },
  } satisfies Setting<QuotaPolicies>,
} as const;
