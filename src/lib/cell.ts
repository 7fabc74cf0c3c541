/**
 * One value that is fetched for everybody: settings, a token, an issuer's keys.
 *
 * - Single flight: whoever needs the value while it is being loaded waits for the same load.
 * - Serve and refresh: an ageing value is served at once while its successor is loaded behind.
 * - Bounded: a load has a deadline, and after a failure the next load waits out a cool-down, which doubles from a
 *   second to half a minute until a load succeeds: a source that is down, or throttles, is asked less and less.
 * - Overtaken loads do not write back: a load that outlived its deadline may still fill the cell, unless a younger
 *   one has filled it.
 */
import { type Clock, MS_PER_MINUTE, MS_PER_SECOND } from './clock.ts';
import { err, ok, type Result } from './result.ts';
import { within } from './within.ts';

/** A value and its three ages, in milliseconds since the epoch, each at least as late as the one before. */
export interface Held<T> {
  readonly value: T;
  /** Served as it is until then. */
  readonly freshUntil: number;
  /** Served at once until then, while a refresh runs behind. */
  readonly serveUntil: number;
  /** Until then callers wait `patienceMs` for a refresh and get the old value if it does not come. */
  readonly usableUntil: number;
}

export interface CellOptions<T, E> {
  readonly load: () => Promise<Result<Held<T>, E>>;
  /** Makes a reason of what `load` threw, and of a TimeoutError. */
  readonly failed: (cause: unknown) => E;
  readonly now: Clock;
  readonly timeoutMs: number;
  readonly patienceMs: number;
  /** How long the source itself asked to be left alone, where it said so. */
  readonly askedToWaitMs?: (error: E) => number | undefined;
  /** The source works and its answer is wrong: then the wait does not grow, so that a fix counts soon. */
  readonly isWell?: (error: E) => boolean;
  /** From 0 to 1; takes up to a quarter of a cool-down away, so that instances do not come back together. */
  readonly random?: (() => number) | undefined;
}

/** The first is so short that a caller's next try, which comes after a few seconds, is a new attempt. */
const FIRST_COOLDOWN_MS = MS_PER_SECOND;
const LONGEST_COOLDOWN_MS = 30 * MS_PER_SECOND;
/** A source that asks for more is tried again all the same: it may mean the end of its day, and be well in a minute. */
const LONGEST_WAIT_MS = MS_PER_MINUTE;

/** What the cell holds and how its last load ended, without starting anything. */
export interface CellState<T, E> {
  readonly held: Held<T> | undefined;
  /** When `held` was loaded. */
  readonly heldAt: number | undefined;
  readonly failure: E | undefined;
}

export interface Cell<T, E> {
  get(): Promise<Result<T, E>>;
  /** Starts a load, or joins the one that is under way. */
  refresh(): Promise<Result<T, E>>;
  peek(): CellState<T, E>;
}

export function createCell<T, E>(options: CellOptions<T, E>): Cell<T, E> {
  const { load, failed, now, timeoutMs, patienceMs, askedToWaitMs, isWell, random = Math.random } = options;
  let held: Held<T> | undefined;
  let heldAt: number | undefined;
  let heldGeneration = 0;
  let generation = 0;
  let failure: { readonly error: E; readonly until: number; readonly inARow: number } | undefined;
  let flight: Promise<Result<T, E>> | undefined;

  async function loadAndKeep(mine: number): Promise<Result<T, E>> {
    const loaded = await load();
    if (!loaded.ok) return loaded;
    if (mine > heldGeneration) {
      held = loaded.value;
      heldAt = now();
      heldGeneration = mine;
      failure = undefined;
    }
    return ok(loaded.value.value);
  }

  async function settle(mine: number): Promise<Result<T, E>> {
    let outcome: Result<T, E>;
    try {
      outcome = await within(loadAndKeep(mine), timeoutMs);
    } catch (cause) {
      outcome = err(failed(cause));
    }
    if (!outcome.ok) failure = toFailure(outcome.error);
    flight = undefined;
    return outcome;
  }

  function toFailure(error: E): NonNullable<typeof failure> {
    const inARow = isWell?.(error) ? 1 : (failure?.inARow ?? 0) + 1;
    const cooldown = Math.min(FIRST_COOLDOWN_MS * 2 ** (inARow - 1), LONGEST_COOLDOWN_MS) * (0.75 + random() / 4);
    const asked = Math.min(askedToWaitMs?.(error) ?? 0, LONGEST_WAIT_MS);
    return { error, until: now() + Math.max(cooldown, asked), inARow };
  }

  async function refresh(): Promise<Result<T, E>> {
    if (flight !== undefined) return flight;
    if (failure && now() < failure.until) return err(failure.error);
    generation += 1;
    flight = settle(generation);
    return flight;
  }

  async function refreshOrKeep(current: T): Promise<Result<T, E>> {
    try {
      const refreshed = await within(refresh(), patienceMs);
      return refreshed.ok ? refreshed : ok(current);
    } catch {
      return ok(current);
    }
  }

  async function get(): Promise<Result<T, E>> {
    const at = now();
    if (!held || at >= held.usableUntil) return refresh();
    if (at >= held.serveUntil) return refreshOrKeep(held.value);
    if (at >= held.freshUntil) void refresh();
    return ok(held.value);
  }

  return { get, refresh, peek: () => ({ held, heldAt, failure: failure?.error }) };
}
