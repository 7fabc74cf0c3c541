/** What this service lets a caller have, and what it lacks itself. */
import { defineProblems, ISSUANCE, WITH_CALLER } from './problem-definition.ts';

export const SERVICE_PROBLEMS = defineProblems({
  profile_invalid: {
    status: 503,
    title: 'The profile’s configuration is wrong',
    type: 'configuration_error',
    detail: 'Other profiles work. This one works once the operator has fixed it.',
    cause:
      'A value of realtime:profiles is wrong; the detail and the log (event profile_invalid) name the key, the place in it and the fix. A wrong profile refuses only its own callers.',
    // Settings are polled when they are older than this.
    retry: { afterSeconds: 30, automatic: false },
    operations: ISSUANCE,
  },
  relay_required: {
    status: 403,
    title: 'Only the relay serves this profile',
    type: 'permission_error',
    detail: 'Post the SDP offer to `url` instead of asking for a client secret.',
    cause:
      'The profile has `"direct": false`, so no page gets a secret for it. Use the same access token. The relay answers with SDP instead of a secret.',
    operations: ['client_secrets'],
  },
  profile_of_other_api: {
    status: 422,
    title: 'The profile is of the other voice API',
    type: 'invalid_request_error',
    detail: 'Post the SDP offer to `url` instead.',
    cause:
      'The routes under /api/realtime serve profiles of the Realtime API, and /api/live/sessions serves profiles with `"api": "live"`. The access token is the same.',
    operations: ISSUANCE,
  },
  profile_required: {
    status: 422,
    title: 'The request names no Live profile',
    type: 'invalid_request_error',
    detail: 'Name a Live profile in `profile`.',
    cause:
      'No Live profile is built in: an operator writes one with `"api": "live"`, and the caller names it. The answer names those that the caller may use.',
    operations: ['live_sessions'],
  },
  quota_exceeded: {
    status: 429,
    title: 'The caller’s quota has no unit left',
    type: 'rate_limit_error',
    detail: 'Wait for the time in Retry-After, then try again.',
    cause:
      'The caller has had as many secrets as a policy of realtime:quota allows in its window. Or the caller’s requests under way have taken the last units; then the wait is a second. The log line of the mint names the policy.',
    retry: { afterSeconds: 60, automatic: false },
    operations: WITH_CALLER,
  },
  quota_unavailable: {
    status: 503,
    title: 'The service cannot look up the caller’s quota',
    type: 'server_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'Table storage did not answer in time, or refused. Does the identity have the role Storage Table Data Contributor, and does the environment name the account? Or a newer version of this app wrote the caller’s row (NewerRow). The log line of the mint has status and cause.',
    retry: { afterSeconds: 5 },
    operations: ISSUANCE,
  },
  configuration_unavailable: {
    status: 503,
    title: 'The service is not configured',
    type: 'configuration_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'The service cannot read App Configuration, a required setting is missing, or a value is wrong and the service holds no good one. The detail names the key or the store. Such an answer has no CORS headers, because the origins are one of the settings.',
    retry: { afterSeconds: 5 },
    operations: WITH_CALLER,
  },
  credential_unavailable: {
    status: 503,
    title: 'The service has no identity at the moment',
    type: 'server_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'The managed identity (or on a developer’s machine the Azure CLI) gave no token. The log has the event credential_unavailable. Its `failure` says why: no such identity, none named in AZURE_CLIENT_ID, an audience that Entra does not know, an endpoint that throttles or fails, or a missing `az login`.',
    retry: { afterSeconds: 5 },
    operations: ISSUANCE,
  },
  internal_error: {
    status: 500,
    title: 'Something is wrong here',
    type: 'server_error',
    detail: 'The service has a bug. Report it with the request’s id.',
    cause: 'This software has a bug. The log line with the request’s id has the stack.',
    operations: 'every',
  },
});
