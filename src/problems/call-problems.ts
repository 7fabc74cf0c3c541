/** What keeps a relayed call from beginning, or from being found. */
import { CALL_ROUTES, defineProblems, RELAYS } from './problem-definition.ts';

export const CALL_PROBLEMS = defineProblems({
  calls_exceeded: {
    status: 429,
    title: 'The caller has as many calls as they may have',
    type: 'rate_limit_error',
    detail: 'End one of your calls, or wait until one has ended.',
    cause:
      'The caller has as many calls at once as `perCaller` of realtime:calls allows, and the service ended none of them. With `"atLimit": "refuse"` it never ends one; otherwise it tried to end the oldest, and Azure did not confirm it. A call that is just beginning counts.',
    retry: { afterSeconds: 5 },
    operations: RELAYS,
  },
  deployment_full: {
    status: 503,
    title: 'The deployment has as many calls as it may have',
    type: 'server_error',
    detail: 'Wait for the time in Retry-After, then try again.',
    cause: 'As many calls are on the line as `perDeployment` of realtime:calls allows, over all callers.',
    retry: { afterSeconds: 30 },
    operations: RELAYS,
  },
  leash_unavailable: {
    status: 503,
    title: 'The service cannot guarantee that the call ends',
    type: 'server_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'The service begins a call only if it can end it. The log line of the relay says why it could not: `StorageNotNamed` (the environment names no storage), an error of storage, `ClockStopped` (no sweep for three minutes, and none is possible now), `HangUpForbidden` (Azure does not let this service’s identity hang up: see hangup_forbidden), `NotWritten` (Azure had begun the call, but the service could not write down its end; it ended the call at once, or a sweep will), `NotHeld` (the service could neither end such a call nor write a row for it, so the call lasts until Azure ends it within the hour), `EndBefore` (`realtime:calls:endBefore` is in the future, so the next sweep would end the call).',
    retry: { afterSeconds: 5 },
    operations: [...RELAYS, ...CALL_ROUTES],
  },
  call_not_found: {
    status: 404,
    title: 'You have no such call',
    type: 'invalid_request_error',
    detail: 'Use the id of a call that you have, or had within the last 24 hours.',
    cause:
      'The id belongs to no call, to somebody else’s call, to a call that ended more than 24 hours ago, or to a call that a page began with its own secret. The service knows nothing of the last kind.',
    operations: ['call_hangup', 'live_hangup'],
  },
});
