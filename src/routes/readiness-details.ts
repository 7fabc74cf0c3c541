/** What readyz tells an operator beyond its ids: how old things are, and what failed last. Nothing in it is a secret. */
import * as z from 'zod/mini';
import type { ClockWatch } from '../calls/clock-watch.ts';
import { readAsker } from '../diagnosis/evidence.ts';
import type { Closing, LastFailure } from '../issuance/close.ts';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { unleashedIn } from '../profiles/profile.ts';
import type { Quota } from '../quota/quota.ts';
import type { UpstreamTokens } from '../realtime/upstream-token.ts';
import type { SettingsSource } from '../settings/settings-source.ts';

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
    /** Since the last sweep that this instance has heard of. */
    sweepAgeSeconds: z.optional(z.number()),
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
  /** Of the calls; `undefined` when the environment names no storage. */
  readonly clock: ClockWatch | undefined;
}

/** `undefined` while there are no settings, without which nobody is an operator. */
export function readDetails(
  { settings, tokens, quota, closing, clock }: ReadinessSources,
  at: number,
): ReadinessDetails | undefined {
  const { held, heldAt = at } = settings.peek();
  if (!held) return undefined;
  const { targets, profiles } = held.value;
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
    storage: toStorage({ clock, quota }),
    lastFailure: failure ? toFailure(failure) : null,
    calls: { sweepAgeSeconds: toSeconds(clock?.ageMs()), unleashedProfiles: [...unleashedIn(profiles)] },
    invalidProfiles: [...profiles.values()].flatMap((profile) =>
      profile.ok ? [] : [{ name: profile.error.name, problems: [...profile.error.problems] }],
    ),
  };
}

function toFailure({ atEpochMs, ...failure }: LastFailure): NonNullable<ReadinessDetails['lastFailure']> {
  return { at: new Date(atEpochMs).toISOString(), ...failure };
}

function toStorage({ clock, quota }: Pick<ReadinessSources, 'clock' | 'quota'>): ReadinessDetails['storage'] {
  if (!clock) return 'not_named';
  return quota.available() ? 'available' : 'unavailable';
}

function toSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / MS_PER_SECOND;
}
