/** What makes the host run a function, as data: the root composes it, `src/index.ts` registers it. */
import type { HttpHandler } from '@azure/functions';
import type { LineWriter } from '../lib/log.ts';

export interface HttpTrigger {
  readonly kind: 'http';
  /** The function's name in the Functions host. */
  readonly name: string;
  readonly methods: readonly HttpMethod[];
  /** Below the host's prefix, /api. */
  readonly route: string;
  readonly handler: HttpHandler;
}

export interface TimerTrigger {
  readonly kind: 'timer';
  readonly name: string;
  /** NCRONTAB of six fields, the seconds first, in UTC. */
  readonly schedule: string;
  /** At each start of the host as well; absent means no. */
  readonly runOnStartup?: boolean;
  /** What it rejects with, the host logs: the next run comes as if nothing had been. */
  readonly handler: (timer: { readonly isPastDue: boolean }, context: TimerContext) => Promise<void>;
}

/** One run of a timer. */
export interface TimerContext extends LineWriter {
  readonly invocationId: string;
}

export type Trigger = HttpTrigger | TimerTrigger;

export type HttpMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'DELETE';
