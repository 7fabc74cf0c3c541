/**
 * Every code that a caller can meet: public and never renamed. docs/errors.md and the pages under /api/problems are
 * made of this table, so each sentence is written for the person who reads them.
 */
import type { UpstreamCode } from '../diagnosis/catalogue-entry.ts';
import type { ProblemDefinition } from './problem-definition.ts';
import { UPSTREAM_PROBLEMS } from './upstream-problems.ts';

export type OwnCode =
  | 'token_missing'
  | 'token_invalid'
  | 'insufficient_scope'
  | 'caller_revoked'
  | 'issuer_unavailable'
  | 'invalid_json'
  | 'invalid_request'
  | 'not_permitted'
  | 'body_too_large'
  | 'length_required'
  | 'unsupported_media_type'
  | 'invalid_offer'
  | 'not_found'
  | 'profile_invalid'
  | 'relay_required'
  | 'quota_exceeded'
  | 'quota_unavailable'
  | 'configuration_unavailable'
  | 'credential_unavailable'
  | 'internal_error';

export type ProblemCode = OwnCode | UpstreamCode;

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemDefinition>> = {
  token_missing: {
    status: 401,
    title: 'No access token',
    type: 'authentication_error',
    detail: 'Send the caller’s access token: Authorization: Bearer <token>.',
    cause: 'The request has no Authorization header with the scheme Bearer.',
  },
  token_invalid: {
    status: 401,
    title: 'The access token is not accepted',
    type: 'authentication_error',
    detail: 'Get a new access token for this API and try again.',
    cause:
      'The token is expired, not yet valid, of another issuer, tenant or audience, or its signature does not verify. The log says which. An ID token and a token for another API are the usual mistakes.',
  },
  insufficient_scope: {
    status: 403,
    title: 'The access token lacks the permission',
    type: 'permission_error',
    detail: 'Ask for the scope that the WWW-Authenticate header names when you get the token.',
    cause:
      'The token is good, and has neither the scope (people) nor the role (apps) of realtime:callers; or it lacks what the profile `default` requires. An app-only token is accepted only where a role is configured, assigned to the app and consented to by an administrator. The log has the kind of the token and what it carries.',
  },
  caller_revoked: {
    status: 403,
    title: 'This caller is not served any more',
    type: 'permission_error',
    detail: 'Ask the operator; a new access token does not change it.',
    cause: 'The caller’s pseudonym is among the subjects of realtime:revoked.',
  },
  issuer_unavailable: {
    status: 503,
    title: 'The token’s issuer cannot be reached',
    type: 'server_error',
    detail: 'The access token could not be checked. Try again shortly.',
    cause: 'The issuer’s discovery document or keys could not be fetched, and none are held from before.',
    retryAfterSeconds: 5,
  },
  invalid_json: {
    status: 400,
    title: 'The body is not JSON',
    type: 'invalid_request_error',
    detail: 'Send a JSON object, or no body at all.',
    cause: 'The body is not empty and does not parse as JSON in UTF-8.',
  },
  invalid_request: {
    status: 422,
    title: 'A member of the body has a wrong value',
    type: 'invalid_request_error',
    detail: 'Correct the members that are named.',
    cause: 'A member exists here and its value is of another type or out of its bounds.',
  },
  not_permitted: {
    status: 422,
    title: 'Something in the request is not the caller’s to set',
    type: 'invalid_request_error',
    detail: 'Remove the members that are named: instructions, tools, model and deployment are decided by the server.',
    cause:
      'A caller can only narrow what the server grants: choose a profile, shorten the lifetime, and set the fields that the profile leaves to them, to values that it allows. The pointer /profile means that there is no such profile, or none for this caller; the log says which.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    type: 'invalid_request_error',
    detail: 'A legal body is much smaller.',
    cause: 'A mint’s body has more than 4,096 bytes, or an SDP offer more than 65,536.',
  },
  length_required: {
    status: 411,
    title: 'The body has no Content-Length',
    type: 'invalid_request_error',
    detail:
      'Say the body’s length in Content-Length: the platform drops a body that comes in chunks, or whose length nobody says. In .NET, PostAsJsonAsync sends chunks: post a StringContent, or call LoadIntoBufferAsync on the content first. A request without a body needs no Content-Type.',
    cause:
      'No byte of the body arrived, and the request says that it has one: by Transfer-Encoding, or by a Content-Type without a Content-Length. The Functions host hands on a body only where Content-Length is above 0.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of another media type, or encoded',
    type: 'invalid_request_error',
    detail: 'Send the media type that the route takes, without Content-Encoding.',
    cause:
      'A mint takes application/json, or no body at all. A call takes the raw SDP offer as application/sdp and no form: in openai-node, `calls.create` without `session`, which the server decides. A body with a Content-Encoding is not decoded.',
  },
  invalid_offer: {
    status: 400,
    title: 'The body is not an SDP offer',
    type: 'invalid_request_error',
    detail: 'Send the `sdp` of the peer connection’s offer as it is.',
    cause: 'The body does not begin with v=0, has a line that is none of SDP, or has no media section.',
  },
  not_found: {
    status: 404,
    title: 'There is no such page',
    type: 'invalid_request_error',
    detail: 'The id is not one of a problem or a diagnosis.',
    cause: 'The last part of the path under /api/problems is no code and no diagnosis of this version.',
  },
  profile_invalid: {
    status: 503,
    title: 'The profile is not configured rightly',
    type: 'configuration_error',
    detail: 'Other profiles work. This one does once the operator has mended it.',
    cause:
      'A value of realtime:profiles is wrong; the detail and the log (event profile_invalid) name the key, the place in it and the fix. A wrong profile refuses only its own callers.',
    // Settings are polled when they are older than this.
    retryAfterSeconds: 30,
    final: true,
  },
  relay_required: {
    status: 403,
    title: 'The profile is served by the relay only',
    type: 'permission_error',
    detail: 'Post the SDP offer to `url` instead of asking for a client secret.',
    cause:
      'The profile has `"direct": false`, so that no page holds a secret of it. The access token is the same; the answer’s SDP comes back in place of a secret.',
  },
  quota_exceeded: {
    status: 429,
    title: 'The caller’s quota has no unit left',
    type: 'rate_limit_error',
    detail: 'Wait for the time in Retry-After, then try again.',
    cause:
      'The caller has had as many secrets as a policy of realtime:quota allows in its window, or requests that are under way have taken the last units; then the wait is a second. The log line of the mint has the policy.',
    retryAfterSeconds: 60,
    final: true,
  },
  quota_unavailable: {
    status: 503,
    title: 'The caller’s quota cannot be looked up',
    type: 'server_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'Table storage did not answer in time, or refused. Has the identity the role Storage Table Data Contributor, and does the environment name the account? Or the caller’s row is of a newer version of this app (NewerRow). The log line of the mint has status and cause.',
    retryAfterSeconds: 5,
  },
  configuration_unavailable: {
    status: 503,
    title: 'The service is not configured',
    type: 'configuration_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'App Configuration cannot be read, a required setting is missing, or a value is wrong and no good one is held. The detail names the key or the store. Such an answer has no CORS headers, because the origins are one of the settings.',
    retryAfterSeconds: 5,
  },
  credential_unavailable: {
    status: 503,
    title: 'The service has no identity at the moment',
    type: 'server_error',
    detail: 'Try again shortly; the operator finds the reason in the log.',
    cause:
      'The managed identity (or on a developer’s machine the Azure CLI) gave no token. Look for credential_unavailable in the log, whose `failure` says why: no such identity, none named in AZURE_CLIENT_ID, an audience that Entra does not know, an endpoint that throttles or fails, an `az login` that is missing.',
    retryAfterSeconds: 5,
  },
  internal_error: {
    status: 500,
    title: 'Something is wrong here',
    type: 'server_error',
    detail: 'This is a fault of the service. Report it with the request’s id.',
    cause: 'A fault in this software. The log line of that request id has its stack.',
  },
  ...UPSTREAM_PROBLEMS,
};
