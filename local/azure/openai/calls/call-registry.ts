/** The open calls, for hang-ups, for whoever asks what is open, and for the end of the service. */
import { randomUUID } from 'node:crypto';

export interface CallListing {
  readonly id: string;
  /** ISO 8601, of the answer. */
  readonly since: string;
  readonly state: 'connecting' | 'connected';
}

/** What a person, a test and the control service can do with calls. */
export interface OpenCalls {
  list(): readonly CallListing[];
  /** False when there is no such call (any more); its media has ended when the promise resolves. */
  hangUp(id: string): Promise<boolean>;
}

export interface RunningCall {
  readonly state: CallListing['state'];
  end(): Promise<void>;
}

export interface CallRegistry extends OpenCalls {
  add(call: RunningCall): { readonly id: string };
  /** A call that has ended by itself. */
  remove(call: RunningCall): void;
  endAll(): Promise<void>;
}

export function createCallRegistry(): CallRegistry {
  const calls = new Map<string, { readonly call: RunningCall; readonly since: string }>();
  async function hangUp(id: string): Promise<boolean> {
    const found = calls.get(id);
    calls.delete(id);
    await found?.call.end();
    return found !== undefined;
  }
  return {
    add(call) {
      const id = `rtc_${randomUUID().replaceAll('-', '')}`;
      calls.set(id, { call, since: new Date().toISOString() });
      return { id };
    },
    remove(call) {
      for (const [id, entry] of calls) if (entry.call === call) calls.delete(id);
    },
    list: () => [...calls].map(([id, { call, since }]) => ({ id, since, state: call.state })),
    hangUp,
    async endAll() {
      await Promise.all([...calls.keys()].map(hangUp));
    },
  };
}
