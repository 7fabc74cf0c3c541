/** What the operator sees of a target that failed while another was asked in its place: the caller sees nothing. */
import type { Target } from '../realtime/target.ts';
import type { Failure } from './at-some-target.ts';
import { describeRefused } from './describe.ts';
import type { Exchange } from './exchange.ts';
import type { IssuanceFacts } from './facts.ts';

export function tellMoved({ log, telemetry }: Exchange, facts: IssuanceFacts, from: Failure, to: Target): void {
  const { outcome: _ofTheTarget, ...refused } = describeRefused(from.error, from.target.name);
  const { id, requestId, profile } = facts;
  const moved = { id, requestId, target: from.target.name, next: to.name, deployment: from.target.deployment };
  log.warn({ event: 'failover', ...moved, profile, ...refused });
  const { code, diagnosis, region, upstreamRequestId } = refused;
  telemetry.event('failover', { ...moved, code, diagnosis, region, upstreamRequestId });
}
