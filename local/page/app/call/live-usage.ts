/** What a session of GPT-Live tells of its cost: about once a minute, and at its end. */
import { valueAt } from '../../../../src/lib/json.ts';
import type { Fact } from './stage.ts';

export interface LiveUsage {
  /** Since the create, by the clock: silence counts too. */
  readonly seconds: number;
  /** How full the model’s context is, in percent; absent until it is known. */
  readonly contextPercent?: number;
  /** The session has ended, and the seconds are what it took. */
  readonly isFinal: boolean;
}

/** `event` as parsed; what was known comes back where it tells no seconds. */
export function followUsage(known: LiveUsage | undefined, event: { readonly type?: unknown }): LiveUsage | undefined {
  const isFinal = event.type === 'session.closed';
  if (!isFinal && event.type !== 'session.usage.updated') return known;
  const seconds = valueAt(event, ['usage', 'seconds']);
  if (typeof seconds !== 'number') return known;
  const ratio = valueAt(event, ['context_window', 'usage_ratio']);
  const contextPercent = typeof ratio === 'number' ? ratio * 100 : known?.contextPercent;
  return { seconds, ...(contextPercent === undefined ? {} : { contextPercent }), isFinal };
}

/** Of `session.closed`; none of any other event. */
export function closedFacts(event: { readonly type?: unknown; readonly reason?: unknown }): readonly Fact[] {
  if (event.type !== 'session.closed') return [];
  const { seconds } = { seconds: undefined, ...followUsage(undefined, event) };
  return [
    ...(typeof event.reason === 'string' ? [{ name: 'Closed because', value: event.reason }] : []),
    ...(seconds === undefined ? [] : [{ name: 'Seconds used', value: seconds.toFixed(1) }]),
  ];
}
