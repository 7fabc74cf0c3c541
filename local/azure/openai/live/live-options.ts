/** What the routes of GPT-Live are made with, and where they are. */
import type { CallRegistry } from '../calls/call-registry.ts';
import type { ResourceOptions } from '../resource-options.ts';
import type { Concurrency } from './concurrency.ts';
import type { LiveCall } from './live-call.ts';

export interface LiveOptions extends ResourceOptions {
  readonly sessions: CallRegistry<LiveCall>;
  readonly concurrency: Concurrency;
}

export const SESSIONS_PATH = '/openai/v1/live/sessions';
