/** The calls: whether somebody sweeps them, and whether the app may end them. */
import { STALE_MS } from '../../../src/calls/clock-watch.ts';
import { MAX_CALL_MINUTES } from '../../../src/lib/azure-values.ts';
import { MS_PER_SECOND } from '../../../src/lib/clock.ts';
import { hasMinutes } from '../../../src/quota/settings.ts';
import { restartApp, setAppSetting } from '../az-commands.ts';
import type { CallsView } from '../callers/calls-view.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { fail, fine, type Mend, skipped, unneeded, type Verdict, warn } from '../verdict.ts';
import { startStopped } from './app.ts';
import { minutes } from './deployment.ts';

const LAST_UNTIL = 'calls last until Azure ends them';

const sweep: Check<Facts> = {
  id: 'calls.sweep',
  about:
    'Whether a sweep looks each minute which calls have to end ([calls](calls.md)). `GET /api/readyz` tells only an operator how old the last one is. So the doctor asks with your own token for the app, and sees nothing if you lack the `operatorRole` of `realtime:callers`. The check fails if the app is stopped, if its environment names no storage, if `CALLS_SWEEP` is `off` although calls have to end, and if the timer never began or has stood still for three minutes.',
  async run(facts) {
    const bounds = await boundsOf(facts);
    if (!bounds.seen) return skipped(bounds.because);
    if (bounds.value === 'nothing') return unneeded('no setting limits a call');
    const site = await facts.site();
    if (site.seen && site.value.state === 'Stopped') {
      return fail(`The function app is stopped, so nobody sweeps: ${LAST_UNTIL}.`, startStopped(facts), ['app.health']);
    }
    const view = await facts.callsView();
    if (!view.seen) return skipped(view.because);
    return judgeSweeps(facts, view.value, bounds.value);
  },
};

export const CALL_CHECKS: readonly Check<Facts>[] = [sweep];

async function judgeSweeps(facts: Facts, { sweptBy, heartbeat, sweepAgeSeconds = 0 }: CallsView, bounds: Bounds) {
  switch (sweptBy) {
    case 'nobody':
      // Without storage the app leaves undone what the settings do not ask for: then it is no failure.
      return (bounds === 'end' ? fail : warn)(
        'The app’s environment names no storage, so the app counts no calls and ends none.',
        await nameStorage(facts),
      );
    case 'requests':
      return bounds === 'end'
        ? fail(`CALLS_SWEEP is off, and calls have to end: ${LAST_UNTIL}.`, startTimer(facts))
        : fine('No timer is deployed (CALLS_SWEEP is off); requests of the relay sweep, and no call has to end early.');
    case 'timer':
      return judgeHeartbeat(facts, heartbeat, sweepAgeSeconds * MS_PER_SECOND);
  }
}

function judgeHeartbeat(facts: Facts, heartbeat: CallsView['heartbeat'], ageMs: number): Verdict {
  switch (heartbeat) {
    case 'unread':
      return fail(
        'The app cannot read its table of calls, so nobody knows when the last sweep was.',
        { say: 'docs/quotas.md#storage says what keeps it from its tables.' },
        ['roles.tables', 'identity.found'],
      );
    case 'absent':
      return fail(
        'No sweep has ever run: the timer has not begun.',
        restart(facts, 'After a deployment wait a minute. If that does not help, restart the app'),
        ['roles.tables', 'identity.found'],
      );
    case 'read': {
      if (ageMs < STALE_MS) return fine(`The last sweep was ${Math.max(0, Math.round(ageMs / MS_PER_SECOND))} s ago.`);
      return fail(
        `No sweep for ${minutes(ageMs)}: the timer stands still, and ${LAST_UNTIL}.`,
        restart(
          facts,
          'If the host has given the timer up, a restart begins it anew; if that does not help, see docs/operations.md#nobody-ends-calls. Restart the app',
        ),
        ['roles.tables', 'identity.found'],
      );
    }
  }
}

/** What a sweep has to do: end calls before Azure does, count places only, or nothing. */
type Bounds = 'end' | 'places' | 'nothing';

async function boundsOf(facts: Facts) {
  const [calls, quota, profiles] = await Promise.all([
    facts.setting('calls'),
    facts.setting('quota'),
    facts.profiles(),
  ]);
  if (!calls.seen) return calls;
  if (!quota.seen) return quota;
  const { maxMinutes, perCaller, perDeployment } = calls.value;
  const own = profiles.seen ? [...profiles.value.values()] : [];
  const isShort = own.some((profile) => profile.ok && profile.value.maxMinutes !== undefined);
  const isEarly = (maxMinutes ?? MAX_CALL_MINUTES) < MAX_CALL_MINUTES || isShort || hasMinutes(quota.value);
  const isCounted = (maxMinutes ?? perCaller ?? perDeployment) !== undefined;
  const bounds: Bounds = isEarly ? 'end' : isCounted ? 'places' : 'nothing';
  return { seen: true, value: bounds } as const;
}

async function nameStorage(facts: Facts): Promise<Mend> {
  const [storage, { site }] = [await facts.storageId(), facts.target];
  if (!storage.seen || !site) return { say: 'infra/main.bicep names it: docs/quotas.md#storage.' };
  return { run: [setAppSetting(site, 'AzureWebJobsStorage__accountName', storage.value.name)] };
}

function startTimer({ target: { site } }: Facts): Mend {
  const say =
    'The next deployment writes CALLS_SWEEP again, from its own environment (docs/calls.md#without-the-timer). Until then';
  return site ? { say: `${say}:`, run: [setAppSetting(site, 'CALLS_SWEEP', 'on')] } : { say: 'Set CALLS_SWEEP to on.' };
}

function restart({ target: { site } }: Facts, say: string): Mend {
  return site ? { say: `${say}:`, run: [restartApp(site)] } : { say: `${say}.` };
}
