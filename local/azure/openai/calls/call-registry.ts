/** The calls: for hang-ups, sidebands, whoever asks what is open or how something ended, and the end of the service. */
import { delay } from '../../foundation/network-trouble.ts';
import { createEndedCalls, type EndedBy, type EndedCall } from './ended-calls.ts';
import type { Goodbye, Line } from './line.ts';

export interface CallListing {
  readonly id: string;
  /** ISO 8601, of the answer. */
  readonly since: string;
  readonly state: Line['state'];
  /** Of what is billed by its time. */
  readonly billedSeconds?: number;
}

/** What a person, a test and the control service can do with calls. */
export interface OpenCalls {
  /** Without those that were hung up and whose media has not ended yet. */
  list(): readonly CallListing[];
  /** Those that have ended since the start, oldest first, and how. */
  ended(): readonly EndedCall[];
  /** False when there is no such call (any more); its media has ended when the promise resolves. */
  hangUp(id: string): Promise<boolean>;
}

/** What the registry has to know of a call. */
export interface OpenCall extends Pick<Line, 'answer' | 'state' | 'end'> {
  /** Called once, when nobody finds the call any more and its sidebands still listen. */
  ending?(by: EndedBy): void;
  billedSeconds?(): number;
}

export interface CallRegistry<Call extends OpenCall> extends OpenCalls {
  open(start: (report: CallReport) => Promise<Call | undefined>): Promise<OpenedCall | undefined>;
  /** From now on there is no such call; its media goes on for so long. False when there is none. */
  end(id: string, by: EndedBy, afterMs: number, goodbye?: Goodbye): boolean;
  /** Of a call that is open. */
  find(id: string): AttachableCall<Call> | undefined;
  /** Also of calls that are just being opened. */
  endAll(): Promise<void>;
}

/** What a call tells while it lasts. */
export interface CallReport {
  readonly id: string;
  /** Once, unless it was `end` that ended it. */
  readonly ended: (by: EndedBy) => void;
  /** Each event for the client, whatever its data channel lets through. */
  readonly emitted: (text: string) => void;
}

/** Somebody who listens besides the caller. */
export interface Sideband {
  send(text: string): void;
  /** The call is over. */
  close(by: EndedBy): void;
}

export interface AttachableCall<Call extends OpenCall> {
  readonly call: Call;
  /** How many listen now. */
  readonly sidebandCount: number;
  /** Gives back how to leave again. */
  attach(sideband: Sideband): () => void;
}

export interface OpenedCall {
  readonly id: string;
  readonly answer: string;
}

interface Entry<Call extends OpenCall> {
  readonly call: Call;
  readonly since: string;
  readonly sidebands: Set<Sideband>;
}

export function createCallRegistry<Call extends OpenCall>(createCallId: () => string): CallRegistry<Call> {
  const calls = new Map<string, Entry<Call>>();
  const ended = createEndedCalls();
  const unfinished = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  function keep<Value>(promise: Promise<Value>): Promise<Value> {
    const settled = promise.catch(() => undefined).finally(() => unfinished.delete(settled));
    unfinished.add(settled);
    return promise;
  }

  /** Nobody finds the call after it. */
  function take(id: string, by: EndedBy): Entry<Call> | undefined {
    const found = calls.get(id);
    if (!found) return undefined;
    const { call, since, sidebands } = found;
    calls.delete(id);
    call.ending?.(by);
    ended.add({ id, since, endedAt: new Date().toISOString(), by, ...billedOf(call) });
    for (const sideband of sidebands) sideband.close(by);
    return found;
  }

  async function tearDown({ call }: Entry<Call>, afterMs: number, goodbye: Goodbye): Promise<void> {
    await delay(afterMs, stopping.signal);
    await call.end(goodbye);
  }

  async function hangUp(id: string, by: EndedBy): Promise<boolean> {
    const found = take(id, by);
    if (found) await tearDown(found, 0, 'told');
    return found !== undefined;
  }

  async function open(start: (report: CallReport) => Promise<Call | undefined>): Promise<OpenedCall | undefined> {
    const id = createCallId();
    const sidebands = new Set<Sideband>();
    let over: EndedBy | undefined;
    const call = await start({
      id,
      ended(by) {
        over = by;
        take(id, by);
      },
      emitted(text) {
        for (const sideband of sidebands) sideband.send(text);
      },
    });
    if (!call) return undefined;
    calls.set(id, { call, since: new Date().toISOString(), sidebands });
    // It may have ended while it was being opened.
    if (over) take(id, over);
    return { id, answer: call.answer };
  }

  function find(id: string): AttachableCall<Call> | undefined {
    const found = calls.get(id);
    if (!found) return undefined;
    const { call, sidebands } = found;
    return {
      call,
      sidebandCount: sidebands.size,
      attach(sideband) {
        sidebands.add(sideband);
        return () => void sidebands.delete(sideband);
      },
    };
  }

  return {
    open: (start) => keep(open(start)),
    list: () => [...calls].map(([id, { call, since }]) => ({ id, since, state: call.state, ...billedOf(call) })),
    ended: ended.list,
    find,
    hangUp: (id) => hangUp(id, 'control'),
    end(id, by, afterMs, goodbye = 'told') {
      const found = take(id, by);
      if (found) void keep(tearDown(found, afterMs, goodbye));
      return found !== undefined;
    },
    async endAll() {
      stopping.abort();
      await Promise.all(unfinished);
      await Promise.all([...calls.keys()].map((id) => hangUp(id, 'stop')));
    },
  };
}

function billedOf(call: OpenCall): Pick<CallListing, 'billedSeconds'> {
  return call.billedSeconds ? { billedSeconds: call.billedSeconds() } : {};
}
