/** Tells what a session has used until now, again and again. */
import type { LiveSwitches } from './live-switches.ts';
import type { ServerEvent } from './server-events.ts';
import type { UsageMeter } from './usage-meter.ts';

/** A rule of thumb, as no model counts here: the context fills in two hours, and is then kept at nine tenths. */
const FULL_SECONDS = 7_200;
const MAX_RATIO = 0.9;

/** @returns how to end it. */
export function tellUsage(meter: UsageMeter, switches: LiveSwitches, emit: (event: ServerEvent) => void): () => void {
  const timer = setInterval(() => {
    const usage_ratio = Math.min(MAX_RATIO, Math.round((meter.seconds() / FULL_SECONDS) * 1e4) / 1e4);
    emit({
      type: 'session.usage.updated',
      usage: { seconds: toSeconds(meter, switches) },
      ...(switches.take('live.contextWindow') === 'present' && { context_window: { usage_ratio } }),
    });
  }, switches.take('live.usageSeconds') * 1_000);
  timer.unref();
  return () => clearInterval(timer);
}

/** As events have it. */
export function toSeconds(meter: UsageMeter, switches: LiveSwitches): number {
  const seconds = meter.seconds();
  return switches.take('live.usageForm') === 'fractional' ? seconds : Math.floor(seconds);
}
