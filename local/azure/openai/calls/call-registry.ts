/** The open calls: for hang-ups, for whoever asks what is open, and for the end of the service. */
import { randomUUID } from 'node:crypto';
import type { Call } from './call.ts';

export interface CallListing {
  readonly id: string;
  /** ISO 8601, of the answer. */
  readonly since: string;
  readonly state: Call['state'];
}

/** What a person, a test and the control service can do with calls. */
export interface OpenCalls {
  list(): readonly CallListing[];
  /** False when there is no such call (any more); its media has ended when the promise resolves. */
  hangUp(id: string): Promise<boolean>;
}

export interface CallRegistry extends OpenCalls {
  /** @param start gets what to call when the call ends by itself. */
  open(start: (ended: () => void) => Promise<Call | undefined>): Promise<OpenedCall | undefined>;
  /** Also of calls that are just being opened. */
  endAll(): Promise<void>;
}

export interface OpenedCall {
  readonly id: string;
  readonly answer: string;
}

export function createCallRegistry(): CallRegistry {
  const calls = new Map<string, { readonly call: Call; readonly since: string }>();
  const opening = new Set<Promise<unknown>>();

  async function hangUp(id: string): Promise<boolean> {
    const found = calls.get(id);
    calls.delete(id);
    await found?.call.end();
    return found !== undefined;
  }

  async function open(start: (ended: () => void) => Promise<Call | undefined>): Promise<OpenedCall | undefined> {
    const id = `rtc_${randomUUID().replaceAll('-', '')}`;
    let isOver = false;
    const call = await start(() => {
      isOver = true;
      calls.delete(id);
    });
    if (!call) return undefined;
    if (!isOver) calls.set(id, { call, since: new Date().toISOString() });
    return { id, answer: call.answer };
  }

  return {
    open(start) {
      const opened = open(start);
      const settled = opened.catch(() => undefined).finally(() => opening.delete(settled));
      opening.add(settled);
      return opened;
    },
    list: () => [...calls].map(([id, { call, since }]) => ({ id, since, state: call.state })),
    hangUp,
    async endAll() {
      await Promise.all(opening);
      await Promise.all([...calls.keys()].map(hangUp));
    },
  };
}
