/**
 * What becomes known of a request on its way: the log line and the event of telemetry are made of one record, so that
 * they cannot come apart.
 */
import type { Caller } from '../auth/caller.ts';
import type { Cause } from '../diagnosis/catalogue-entry.ts';
import type { MessageFacts } from '../diagnosis/evidence.ts';
import type { SettingProblem } from '../lib/setting.ts';
import type { Standing } from '../quota/window.ts';
import type { Target } from '../realtime/target.ts';
import type { EventFacts } from '../telemetry/allow-list.ts';

/** What the allow-list has may leave; an event’s property can only be text, and the policies are several. */
export interface IssuanceFacts extends Omit<EventFacts<'relay'>, 'violated'>, LogFacts {
  readonly violated?: readonly string[] | undefined;
}

/** Of the log line alone: for the operator, and what the caller is not told. */
interface LogFacts extends Partial<MessageFacts> {
  /** What the caller has left of each policy. */
  readonly remaining?: Readonly<Record<string, number>> | undefined;
  /** Of a mint that surely did not happen. */
  readonly unitReturned?: boolean | undefined;
  readonly inFlight?: boolean;
  /** What is violated is the ceiling of the app that speaks for the caller. */
  readonly isOfApp?: true | undefined;

  readonly causes?: readonly Cause[];
  readonly upstreamStatus?: number | undefined;
  readonly upstreamCode?: string | undefined;
  readonly upstreamParam?: string | undefined;
  readonly askedAs?: string | undefined;
  /** False where Azure was not asked, because it has said to wait. */
  readonly asked?: false;
  readonly retryAfterSeconds?: number | undefined;
  readonly askedSeconds?: number;
  readonly gotSeconds?: number;

  readonly cause?: string | undefined;
  readonly failure?: string | undefined;
  readonly storageStatus?: number | undefined;
  readonly identityStatus?: number | undefined;
  readonly entraCode?: string | undefined;
  readonly problems?: readonly SettingProblem[];

  readonly flaw?: string;
  readonly hint?: string | undefined;
  /** What the token is, what the rule or the profile asks for, and what the token has. */
  readonly kind?: string;
  readonly scope?: string | undefined;
  readonly role?: string | undefined;
  readonly scopes?: readonly string[];
  readonly roles?: readonly string[];
  /** The name of the header that says for whom a request is, or should. */
  readonly header?: string;
  /** The pseudonym in realtime:revoked that was meant. */
  readonly subject?: string;
}

export function callerFactsOf({ hash, isPerson, statedBy }: Caller) {
  const callerKind = statedBy ? 'end_user' : isPerson ? 'person' : 'app';
  return { caller: hash, callerKind, app: statedBy?.app } as const;
}

/** Where a session is made, or would be. */
export function siteFacts({ name, deployment }: Target): Pick<IssuanceFacts, 'target' | 'deployment'> {
  return { target: name, deployment };
}

export function remainingOf(standings: readonly Standing[]): Pick<IssuanceFacts, 'remaining'> {
  if (standings.length === 0) return {};
  return { remaining: Object.fromEntries(standings.map(({ name, remaining }) => [name, remaining])) };
}
