import hostJson from '../../host.json';
import { WORKER_GRACE_MS } from '../../local/host/messages.ts';
import { DRAIN_MS, FLUSH_MS } from '../../src/app.ts';
import { KEYS_TIMEOUT_MS } from '../../src/auth/issuer-keys.ts';
import { COMMIT_TIMEOUT_MS, HANG_UP_TIMEOUT_MS } from '../../src/calls/leash.ts';
import { BY_REQUEST, BY_TIMER } from '../../src/calls/sweep.ts';
import { UNDO_TIMEOUT_MS } from '../../src/calls/undo-beginning.ts';
import { CEILING_PATIENCE_MS } from '../../src/quota/ceiling.ts';
import { RESERVED_MS } from '../../src/quota/plan-take.ts';
import { GIVE_BACK_PATIENCE_MS, QUOTA_TIMEOUT_MS } from '../../src/quota/quota.ts';
import { UPSTREAM_TIMEOUT_MS } from '../../src/realtime/client-secrets.ts';
import { TOKEN_TIMEOUT_MS } from '../../src/realtime/upstream-token.ts';
import { SETTINGS_TIMEOUT_MS } from '../../src/settings/settings-source.ts';

function toMs(span: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = span.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

/** The shard that is begun last has the time of a quota. */
const CEILING_MS = CEILING_PATIENCE_MS + QUOTA_TIMEOUT_MS;

test('the deadlines of one request’s steps, one after the other, end before the host ends the request', () => {
  const quota = QUOTA_TIMEOUT_MS + CEILING_MS + GIVE_BACK_PATIENCE_MS;
  const sum = SETTINGS_TIMEOUT_MS + KEYS_TIMEOUT_MS + quota + TOKEN_TIMEOUT_MS + UPSTREAM_TIMEOUT_MS;
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThan(toMs(hostJson.functionTimeout));
});

test('those of a relayed call too, whose promise cannot be written and which is undone', () => {
  const before =
    SETTINGS_TIMEOUT_MS + KEYS_TIMEOUT_MS + QUOTA_TIMEOUT_MS + HANG_UP_TIMEOUT_MS + QUOTA_TIMEOUT_MS + CEILING_MS;
  const sum =
    before + BY_REQUEST.deadlineMs + TOKEN_TIMEOUT_MS + UPSTREAM_TIMEOUT_MS + COMMIT_TIMEOUT_MS + UNDO_TIMEOUT_MS;
  expect(sum).toBeLessThan(toMs(hostJson.functionTimeout));
});

test('a slot and a place are kept for as long as it may take until a row holds the call', () => {
  const taken = Math.max(CEILING_MS + HANG_UP_TIMEOUT_MS + QUOTA_TIMEOUT_MS, BY_REQUEST.deadlineMs);
  expect(taken + TOKEN_TIMEOUT_MS + UPSTREAM_TIMEOUT_MS + COMMIT_TIMEOUT_MS).toBeLessThan(RESERVED_MS);
});

test('a sweep of the calls ends itself before the host ends it, which would stop its timer for good', () => {
  expect(BY_TIMER.deadlineMs).toBeLessThanOrEqual(toMs(hostJson.functionTimeout) / 2);
});

test('who is being served and what telemetry holds have had their time before the host kills the worker', () => {
  expect(DRAIN_MS).toBeGreaterThan(0);
  expect(DRAIN_MS + FLUSH_MS).toBeLessThan(WORKER_GRACE_MS);
});
