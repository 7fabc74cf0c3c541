/** Who calls: the access token, and what it permits. */
import { defineProblems, WITH_CALLER } from './problem-definition.ts';

export const CALLER_PROBLEMS = defineProblems({
  token_missing: {
    status: 401,
    title: 'No access token',
    type: 'authentication_error',
    detail: 'Send the caller’s access token: Authorization: Bearer <token>.',
    cause: 'The request has no Authorization header with the scheme Bearer.',
    operations: WITH_CALLER,
  },
  token_invalid: {
    status: 401,
    title: 'The access token is not accepted',
    type: 'authentication_error',
    detail: 'Get a new access token for this API and try again.',
    cause:
      'The token is expired, not yet valid, of another issuer, tenant or audience, or its signature does not verify. The log says which. An ID token and a token for another API are the usual mistakes.',
    operations: WITH_CALLER,
  },
  insufficient_scope: {
    status: 403,
    title: 'The access token lacks the permission',
    type: 'permission_error',
    detail: 'Ask for the scope that the WWW-Authenticate header names when you get the token.',
    cause:
      'The token is good, but it has neither the scope (people) nor the role (apps, and people if the rule has `rolesClaim`) that realtime:callers asks for. Or it lacks what the profile `default` requires. The service accepts an app-only token only if the operator has configured a role, assigned it to the app, and an administrator has consented. The log says which kind of token it is and what it carries. Or the request names an end user in a header (`onBehalf`), but comes from a page, a person, or an app without the role for it. Only an app that names its end user may send `variables`, and get a profile `default` that has variables.',
    operations: WITH_CALLER,
  },
  end_user_required: {
    status: 400,
    title: 'The request does not say for which end user it is',
    type: 'invalid_request_error',
    detail:
      'Send one value of 1 to 256 visible ASCII characters without a comma, the same for the same end user each time.',
    cause:
      'The app has the role of `onBehalf` in realtime:callers, so each of its requests is for one of its end users. The header that names them is absent, empty, sent more than once, longer than 256 characters, or has a space, a comma or a character beyond ASCII.',
    operations: WITH_CALLER,
  },
  caller_revoked: {
    status: 403,
    title: 'The operator has revoked this caller',
    type: 'permission_error',
    detail: 'Ask the operator; a new access token does not change it.',
    cause: 'realtime:revoked names the caller’s pseudonym or, for an end user, that of the app that speaks for them.',
    operations: WITH_CALLER,
  },
  issuer_unavailable: {
    status: 503,
    title: 'The token’s issuer cannot be reached',
    type: 'server_error',
    detail: 'The service could not check the access token. Try again shortly.',
    cause: 'The service could not fetch the issuer’s discovery document or keys, and it holds none from before.',
    retry: { afterSeconds: 5 },
    operations: WITH_CALLER,
  },
});
