/** What keeps a relayed call from beginning, or from being found. */
import { CALL_ROUTES, defineProblems } from './problem-definition.ts';

export const CALL_PROBLEMS = defineProblems({
  calls_exceeded: {
    status: 429,
    title: 'As many calls are on the line as the caller may have',
    type: 'rate_limit_error',
    detail: 'End one of your calls, or wait until one has ended.',
    cause:
      'The caller has as many calls at once as `perCaller` of realtime:calls allows, and the service ended none of them. With `"atLimit": "refuse"` it never does; otherwise Azure did not end the oldest one. A call that is just beginning counts.',
    retry: { afterSeconds: 5 },
    operations: ['calls'],
  },
  deployment_full: {
    status: 503,
    title: 'All places of the deployment are taken',
    type: 'server_error',
    detail: 'Wait for the time in Retry-After, then try again.',
    cause: 'As many calls are on the line as `perDeployment` of realtime:calls allows, over all callers.',
    retry: { afterSeconds: 30 },
    operations: ['calls'],
  },
  leash_unavailable: {
    status: 503,
    title: 'Nobody could be sure that the call ends',
    type: 'server_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'A call begins only where its end is certain. The log line of the relay says why it was not: `StorageNotNamed`, storage that fails, `ClockStopped` (no sweep for three minutes and none possible now), `HangUpForbidden` (Azure refuses this service’s identity the hang-up: see hangup_forbidden), `NotWritten` (the promise could not be written after Azure had begun the call, which was ended at once or is left to a sweep), `NotHeld` (Azure did not end that call and no row could be written, so that nobody holds it: Azure ends it within the hour), `EndBefore` (`realtime:calls:endBefore` lies ahead: a call that began now would be ended by the next sweep).',
    retry: { afterSeconds: 5 },
    operations: ['calls', ...CALL_ROUTES],
  },
  call_not_found: {
    status: 404,
    title: 'There is no such call of yours',
    type: 'invalid_request_error',
    detail: 'Use the id of a call that you have, or had within the last 24 hours.',
    cause:
      'The id belongs to no call, to somebody else’s call, to a call that ended more than 24 hours ago, or to a call that a page began with its own secret. The service knows nothing of the last kind.',
    operations: ['call_hangup'],
  },
});
