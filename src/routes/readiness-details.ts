/** What readyz tells an operator beyond its ids: how old things are, and what failed last. Nothing in it is a secret. */
import * as z from 'zod/mini';
import { kindsServedBy } from '../auth/permission.ts';
import type { Heartbeat } from '../calls/call-table.ts';
import { readAsker } from '../diagnosis/evidence.ts';
import type { Closing, LastFailure } from '../issuance/close.ts';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { unleashedIn } from '../profiles/profile.ts';
import type { Quota } from '../quota/quota.ts';
import type { TargetGate } from '../realtime/target-gate.ts';
import type { UpstreamTokens } from '../realtime/upstream-token.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import { readTargets, targetDetailsSchema } from './readiness-targets.ts';

export const readinessDetailsSchema = z.strictObject({
  settings: z.strictObject({
    ageSeconds: z.number(),
    /** What is wrong with the newest set, while an older one is in force. */
    rejected: z.array(z.strictObject({ key: z.string(), problem: z.string() })),
    /** Keys that are set and not read, because others are set too. */
    unread: z.array(z.string()),
  }),
  token: z.strictObject({
    scope: z.string(),
    audience: z.optional(z.string()),
    ageSeconds: z.optional(z.number()),
  }),
  /** The entries of realtime:callers: `rule` as operators of the calls know it, and whom it admits. */
  callers: z.array(z.strictObject({ rule: z.string(), serves: z.array(z.enum(['people', 'apps', 'end_users'])) })),
  targets: z.array(targetDetailsSchema),
  storage: z.enum(['available', 'unavailable', 'not_named']),
  lastFailure: z.nullable(
    z.strictObject({
      at: z.string(),
      requestId: z.string(),
      code: z.string(),
      diagnosis: z.optional(z.string()),
      upstreamRequestId: z.optional(z.string()),
    }),
  ),
  calls: z.strictObject({
    /** Who sweeps: a timer, only requests (`CALLS_SWEEP=off`), or nobody, where the environment names no storage. */
    sweptBy: z.enum(['timer', 'requests', 'nobody']),
    /** `absent`: nobody has ever swept; `unread`: the table does not answer, or there is none. */
    heartbeat: z.enum(['read', 'absent', 'unread']),
    /** Since the last sweep, of whichever instance. */
    sweepAgeSeconds: z.optional(z.number()),
    /** Resources that refuse the identity a hang-up, and the data action that Azure names. */
    hangUpForbidden: z.array(z.string()),
    hangUpLacks: z.optional(z.string()),
    /** Resources that have ended a call when its time was over. */
    hangUpConfirmed: z.array(z.string()),
    /** Profiles whose pages get a secret: nobody ends or counts their calls. */
    unleashedProfiles: z.array(z.string()),
  }),
  invalidProfiles: z.array(
    z.strictObject({
      name: z.string(),
      problems: z.array(z.strictObject({ key: z.string(), problem: z.string() })),
    }),
  ),
});
export type ReadinessDetails = z.infer<typeof readinessDetailsSchema>;

export interface ReadinessSources {
  readonly settings: SettingsSource;
  readonly tokens: UpstreamTokens;
  readonly quota: Pick<Quota, 'available'>;
  readonly closing: Pick<Closing, 'lastFailure'>;
  readonly gate: Pick<TargetGate, 'look'>;
  readonly sweptBy: ReadinessDetails['calls']['sweptBy'];
}

/** Of the calls' table, a moment ago. */
export type HeartbeatLook =
  | { readonly state: 'read'; readonly value: Heartbeat }
  | { readonly state: 'absent' }
  | { readonly state: 'unread' };

/** `undefined` while there are no settings, without which nobody is an operator. */
export function readDetails(
  { settings, tokens, quota, closing, gate, sweptBy }: ReadinessSources,
  heartbeat: HeartbeatLook,
  at: number,
): ReadinessDetails | undefined {
  const { held, heldAt = at } = settings.peek();
  if (!held) return undefined;
  const { targets, profiles, callers } = held.value;
  const [{ tokenScope: scope }] = targets;
  const token = tokens[scope].peek();
  const failure = closing.lastFailure();
  return {
    settings: {
      ageSeconds: (at - heldAt) / MS_PER_SECOND,
      rejected: [...settings.rejected()],
      unread: [...held.value.unread],
    },
    token: {
      scope,
      audience: token.held && readAsker(token.held.value).audience,
      ageSeconds: token.heldAt === undefined ? undefined : (at - token.heldAt) / MS_PER_SECOND,
    },
    callers: callers.map((rule) => ({ rule: rule.id, serves: kindsServedBy(rule) })),
    targets: [...readTargets(held.value, gate)],
    storage: toStorage({ sweptBy, quota }),
    lastFailure: failure ? toFailure(failure) : null,
    calls: { sweptBy, ...toSwept(heartbeat, at), unleashedProfiles: [...unleashedIn(profiles)] },
    invalidProfiles: [...profiles.values()].flatMap((profile) =>
      profile.ok ? [] : [{ name: profile.error.name, problems: [...profile.error.problems] }],
    ),
  };
}

function toFailure({ atEpochMs, ...failure }: LastFailure): NonNullable<ReadinessDetails['lastFailure']> {
  return { at: new Date(atEpochMs).toISOString(), ...failure };
}

function toStorage({ sweptBy, quota }: Pick<ReadinessSources, 'sweptBy' | 'quota'>): ReadinessDetails['storage'] {
  if (sweptBy === 'nobody') return 'not_named';
  return quota.available() ? 'available' : 'unavailable';
}

function toSwept(heartbeat: HeartbeatLook, at: number) {
  if (heartbeat.state !== 'read') return { heartbeat: heartbeat.state, hangUpForbidden: [], hangUpConfirmed: [] };
  const { at: sweptAt, forbidden, lacks, confirmed } = heartbeat.value;
  return {
    heartbeat: heartbeat.state,
    sweepAgeSeconds: (at - sweptAt) / MS_PER_SECOND,
    hangUpForbidden: [...forbidden],
    hangUpLacks: lacks,
    hangUpConfirmed: [...confirmed],
  };
}
