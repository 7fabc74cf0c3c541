/**
 * What is remembered of a deployment for everybody in this instance: an answer with a wait sets an instant before which
 * the same operation of the same deployment is not asked again. Then one request tries, while the others still wait,
 * and its answer opens the way or sets the next instant. A rule says which answers have a wait.
 */
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import { helpsElsewhere } from '../diagnosis/elsewhere.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Site } from './target.ts';
import type { UpstreamError } from './upstream.ts';

export interface NotBefore {
  /** Asks for all the operations that a request needs before it spends anything. */
  enter(target: Site, operations: readonly Operation[]): Result<Permit, NotYet>;
  /** For a request with no other target: it tries, even if another one is trying already. */
  enterAnyway(target: Site, operations: readonly Operation[]): Permit;
  /** `undefined`: it may be asked. Starts nothing. */
  look(target: Site, operation: Operation): NotYet | undefined;
}

/** Azure was not asked. */
export interface NotYet {
  readonly reason: 'not_yet';
  /** What it said, to another request. */
  readonly refusal: UpstreamError;
  readonly waitSeconds: number;
}

/** The right to ask each of the operations. */
export interface Permit {
  ended(operation: Operation, outcome: Result<unknown, UpstreamError>): void;
  /** Of a request that has waited as long as Azure told it. */
  mayRepeat(operation: Operation): boolean;
  /** What has not been asked is the next one's to try. */
  leave(): void;
}

interface Wait {
  readonly refusal: UpstreamError;
  readonly until: number;
  /** The one request that tries, and when it is given up. */
  readonly trial: { readonly permit: object; readonly lapsesAt: number } | undefined;
}

/**
 * Azure has said 86,400, of a limit that counts by the minute (jasonacox/TinyLLM#17). Nobody is told more, so that a
 * client which obeys comes back when it is worth it; openai-node does not obey more than this anyway.
 */
export const LONGEST_NOT_BEFORE_SECONDS = 60;
/** Above the deadlines of a quota's decision, the identity's token and Azure together; only a bug needs it. */
const TRIAL_LAPSES_MS = 30 * MS_PER_SECOND;
/** A mint takes a fraction of it. */
const TRIAL_WAIT_SECONDS = 1;
/** Two operations of as many deployments as profiles can name in practice; what is forgotten is asked again. */
const MAX_WAITS = 2_000;

/** Which failures have a wait, and which show that the way is open. Without a rule: what Azure says. */
export interface WaitRule {
  /** `undefined`: nothing that everybody is to wait for. */
  readonly waitSeconds: (error: UpstreamError) => number | undefined;
  readonly opens: (error: UpstreamError) => boolean;
}

/** What Azure says in so many seconds. No answer at all says nothing. */
const SAID_BY_AZURE: WaitRule = {
  waitSeconds: (error) => (isAboutEverybody(error) ? error.retryAfterSeconds || undefined : undefined),
  opens: (error) => error.facts !== undefined && !isAboutEverybody(error),
};

/**
 * How long requests pass over a target that failed without saying how long to wait, while another can serve. Three
 * requests a minute then find out whether it works again, and each may wait for seconds.
 */
const PASSED_OVER_SECONDS = 20;

/** What it has shown: whether another target may do what it did not. */
export const SHOWN_BY_FAILURE: WaitRule = {
  waitSeconds: ({ entry }) => (helpsElsewhere(entry) ? PASSED_OVER_SECONDS : undefined),
  opens: ({ entry }) => !helpsElsewhere(entry),
};

export function createNotBefore({
  now,
  rule = SAID_BY_AZURE,
}: {
  readonly now: Clock;
  readonly rule?: WaitRule;
}): NotBefore {
  const waits = createBoundedMap<string, Wait>(MAX_WAITS);

  function find(key: string): NotYet | undefined {
    const wait = waits.get(key);
    if (!wait) return undefined;
    const leftMs = wait.until - now();
    const notYet = (waitSeconds: number): NotYet => ({ reason: 'not_yet', refusal: wait.refusal, waitSeconds });
    // A clock that was set back must not make it longer.
    if (leftMs > 0 && leftMs <= LONGEST_NOT_BEFORE_SECONDS * MS_PER_SECOND) {
      return notYet(Math.ceil(leftMs / MS_PER_SECOND));
    }
    return wait.trial && now() < wait.trial.lapsesAt ? notYet(TRIAL_WAIT_SECONDS) : undefined;
  }

  /** `undefined`: there is no wait. Of two waits the longer one counts. */
  function untilAfter(outcome: Result<unknown, UpstreamError>, before = 0): number | undefined {
    const waitSeconds = outcome.ok ? undefined : rule.waitSeconds(outcome.error);
    if (waitSeconds === undefined) return undefined;
    const at = now();
    const until = Math.max(before, at + waitSeconds * MS_PER_SECOND);
    return Math.min(until, at + LONGEST_NOT_BEFORE_SECONDS * MS_PER_SECOND);
  }

  function createPermit(keyOf: (operation: Operation) => string, operations: readonly Operation[]): Permit {
    const own = new Map<string, Wait>();
    const permit: Permit = {
      ended(operation, outcome) {
        const key = keyOf(operation);
        const before = waits.get(key);
        const until = untilAfter(outcome, before?.until);
        if ((outcome.ok || rule.opens(outcome.error)) && isTrying(key)) waits.delete(key);
        else release(key);
        if (outcome.ok || until === undefined) return;
        const wait = { refusal: outcome.error, until, trial: waits.get(key)?.trial };
        waits.set(key, wait);
        own.set(key, wait);
      },
      mayRepeat(operation) {
        const key = keyOf(operation);
        const wait = waits.get(key);
        // Its own wait is over by its own timer, which may be a millisecond ahead of the clock.
        if (wait && (wait.trial !== undefined || wait !== own.get(key)) && find(key)) return false;
        begin(key);
        return true;
      },
      leave() {
        for (const operation of operations) release(keyOf(operation));
      },
    };
    function begin(key: string): void {
      const wait = waits.get(key);
      if (wait) waits.set(key, { ...wait, trial: { permit, lapsesAt: now() + TRIAL_LAPSES_MS } });
    }
    function isTrying(key: string): boolean {
      return waits.get(key)?.trial?.permit === permit;
    }
    function release(key: string): void {
      const wait = waits.get(key);
      if (wait && isTrying(key)) waits.set(key, { ...wait, trial: undefined });
    }
    for (const operation of operations) begin(keyOf(operation));
    return permit;
  }

  return {
    enter(target, operations) {
      const keyOf = keysOf(target);
      const notYet = operations.map((operation) => find(keyOf(operation))).find((found) => found !== undefined);
      return notYet ? err(notYet) : ok(createPermit(keyOf, operations));
    },
    enterAnyway: (target, operations) => createPermit(keysOf(target), operations),
    look: (target, operation) => find(keysOf(target)(operation)),
  };
}

/**
 * 429 is about the rate of all (RFC 6585 section 4) and 5xx about the service (RFC 9110 section 15.6). Any other
 * refusal may be about this one request, and must not become everybody's.
 */
function isAboutEverybody({ facts }: UpstreamError): boolean {
  return facts !== undefined && (facts.status === 429 || facts.status >= 500);
}

function keysOf({ endpoint, deployment }: Site): (operation: Operation) => string {
  return (operation) => `${endpoint.origin} ${deployment} ${operation}`;
}
