/** What was sent. */
import { defineProblems, ISSUANCE, RELAYS } from './problem-definition.ts';

export const REQUEST_PROBLEMS = defineProblems({
  invalid_json: {
    status: 400,
    title: 'The body is not JSON',
    type: 'invalid_request_error',
    detail: 'Send a JSON object; to a mint that may also be no body at all.',
    cause: 'The body is not empty, and it is not JSON in UTF-8.',
    operations: ISSUANCE,
  },
  invalid_request: {
    status: 422,
    title: 'A member of the body has a wrong value',
    type: 'invalid_request_error',
    detail: 'Correct the members that the answer names.',
    cause:
      'A member’s value is of another type or out of its bounds; or a variable of the profile, or `sdp`, is missing.',
    operations: ISSUANCE,
  },
  not_permitted: {
    status: 422,
    title: 'The caller may not set something in the request',
    type: 'invalid_request_error',
    detail:
      'Remove the members that the answer names. The server decides on instructions, tools, model and deployment.',
    cause:
      'A caller can only narrow what the server grants. They choose a profile, shorten the lifetime, and set the fields that the profile leaves to them, to values that it allows. The pointer /profile means that there is no such profile, or none for this caller; the log says which.',
    operations: [...ISSUANCE, 'list_calls', 'end_calls'],
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    type: 'invalid_request_error',
    detail: 'A legal body is much smaller.',
    cause: 'A mint’s body has more than 4,096 bytes, or that of a call more than 65,536.',
    operations: ISSUANCE,
  },
  length_required: {
    status: 411,
    title: 'The body has no Content-Length',
    type: 'invalid_request_error',
    detail:
      'Send the body’s length in Content-Length. The platform drops a body that comes in chunks or without a length. In .NET, PostAsJsonAsync sends chunks: post a StringContent, or call LoadIntoBufferAsync on the content first. A request without a body needs no Content-Type.',
    cause:
      'No byte of the body arrived, although the request announces one by Transfer-Encoding, or by a Content-Type without a Content-Length. The Functions host hands on a body only if Content-Length is above 0.',
    operations: ISSUANCE,
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of another media type, or encoded',
    type: 'invalid_request_error',
    detail: 'Send the media type that the route takes, without Content-Encoding.',
    cause:
      'A mint takes application/json, or no body at all. A call takes the raw SDP offer as application/sdp, or application/json with `sdp` and `variables`. It takes no form: in openai-node use `calls.create` without `session`, because the server decides on the session. The service decodes no Content-Encoding.',
    operations: ISSUANCE,
  },
  invalid_offer: {
    status: 400,
    title: 'The body is not an SDP offer',
    type: 'invalid_request_error',
    detail: 'Send the `sdp` of the peer connection’s offer as it is.',
    cause: 'The body does not begin with v=0, has a line that is not SDP, or has no media section.',
    operations: RELAYS,
  },
  not_found: {
    status: 404,
    title: 'There is no such page',
    type: 'invalid_request_error',
    detail: 'Use the id of a problem or of a diagnosis.',
    cause: 'The last part of the path under /api/problems is neither a code nor a diagnosis of this version.',
    operations: ['problems'],
  },
});
