/** How calls ended, so that somebody can say that none was left to itself. Bounded; no secret of a call is in it. */
import type { LineEnd } from './line.ts';

/** Of a session of GPT-Live, in the words of its `session.closed`. */
export type ClosedReason = 'close_requested' | 'expired' | 'content' | 'remote_hangup' | 'connection_lost';

/**
 * Who ended a call: a hang-up at the resource by the kind of its credential, the control service, a caller that never
 * saw the answer, the end of the emulator, or the call itself.
 */
export type EndedBy = 'identity' | 'key' | 'client-secret' | 'control' | 'unanswered' | 'stop' | LineEnd | ClosedReason;

export interface EndedCall {
  readonly id: string;
  /** ISO 8601, of the answer. */
  readonly since: string;
  /** ISO 8601; after a hang-up its media went on for a moment. */
  readonly endedAt: string;
  readonly by: EndedBy;
  /** Of what is billed by its time. */
  readonly billedSeconds?: number;
}

export interface EndedCalls {
  add(call: EndedCall): void;
  /** Oldest first. */
  list(): readonly EndedCall[];
}

const MAX_ENDED = 10_000;

export function createEndedCalls(): EndedCalls {
  let ended: EndedCall[] = [];
  return {
    add(call) {
      ended.push(call);
      if (ended.length > 2 * MAX_ENDED) ended = ended.slice(-MAX_ENDED);
    },
    list: () => ended.slice(-MAX_ENDED),
  };
}
