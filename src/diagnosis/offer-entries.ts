/** What Azure OpenAI says to an SDP offer, and to nothing else. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import { ANSWERED_BY_ANOTHER, ASK_SUPPORT, REPORT_IT } from './fixes.ts';

/** Asks for a client secret; one that has expired or is another resource's is called ephemeral as well. */
const WANTS_A_SECRET = /\brequire[sd]?\b.{0,60}\bephemeral\b|\bephemeral\b.{0,60}\brequired\b/i;

const OF_A_BODY = [400, 415, 422];
/** An offer is all that the body holds: whatever speaks of it, or of a part of it, is about the offer. */
const OF_THE_OFFER =
  /\b(?:sdp|whip|ice|dtls|fingerprint|m=audio|codecs?|(?:remote|session) description)\b|\b(?:invalid|parse|remote|the|your) offer\b/i;

export const CREDENTIAL_OF_CALL_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'secret-required',
    title: 'Only a client secret starts a call',
    seenAs: [
      'This operation requires ephemeral authentication.',
      'Realtime session ephemeral token is required.',
      'This operation requires ephemeral tokens for authentication',
    ],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', operation: 'calls', status: [401], message: WANTS_A_SECRET }],
    causes: [
      {
        id: 'not-a-secret',
        cause: 'The client sent an access token or the account’s key, and Azure takes only a client secret there.',
        check: {
          say: 'What follows Bearer in the Authorization header of the offer: a client secret or an access token?',
        },
        fix: {
          say: 'Get a client secret and send it with the offer. Or send the offer to the relay, POST /api/realtime/calls, with your access token, instead of to Azure.',
          ownCode: { say: 'Get a client secret and send it with the offer.' },
        },
      },
    ],
    source: 'pydantic/pydantic-ai, recording of 2026-07-24; BerriAI/litellm#38645; public probe note of 2026-06-10',
    confidence: 'recorded',
  },
];

export const OFFER_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'offer-refused',
    title: 'Azure refuses the SDP offer',
    seenAs: [
      '400 {"message":"","type":"","code":"","param":""} on /realtime/calls',
      'invalid_offer: Invalid SDP offer. Please try again with a WHIP-compliant offer.',
      'Failed to parse offer: failed to unmarshal SDP: EOF',
    ],
    code: 'offer_refused',
    patterns: [
      { kind: 'answered', operation: 'calls', status: OF_A_BODY, code: /^$|offer|sdp|content_?type|media_?type/i },
      { kind: 'answered', operation: 'calls', status: OF_A_BODY, message: OF_THE_OFFER },
    ],
    causes: [
      {
        id: 'no-common-audio',
        cause: 'The offer has no audio section, or no codec that Azure knows: Opus, PCMU or PCMA.',
        check: { say: 'The m=audio line of the offer and its a=rtpmap lines.' },
        fix: { say: 'Add the microphone’s track, or an audio transceiver, before createOffer().' },
      },
      {
        id: 'not-raw-sdp',
        cause: 'The body holds more than the offer. Azure takes raw SDP and no form.',
        check: { say: 'Content-Type is application/sdp, and the body begins with v=0.' },
        fix: { say: 'Send offer.sdp as the body. In openai-node leave out `session`.' },
      },
      {
        id: 'malformed',
        cause: 'Something cut or changed the offer on its way: a line lacks its end, or the last line its CRLF.',
        check: { say: 'Is the body byte for byte offer.sdp, and does it end with CRLF? No code may trim it.' },
        fix: { say: 'Send offer.sdp as createOffer() gave it.' },
      },
      {
        id: 'no-reason',
        cause: 'Azure gave no reason.',
        check: { say: 'Does it happen with another browser?' },
        fix: ASK_SUPPORT,
      },
    ],
    source:
      'openai/openai-agents-js#549; pydantic/pydantic-ai; espressif/esp-webrtc-solution#17; ACM-VIT/ExamCooker#589',
    confidence: 'reported',
  },
  {
    id: 'answer-not-sdp',
    title: 'Azure OpenAI’s answer to the offer is not SDP',
    seenAs: ['A success from /realtime/calls whose body is no SDP'],
    code: 'upstream_invalid_response',
    patterns: [{ kind: 'invalid', operation: 'calls' }],
    causes: [
      ANSWERED_BY_ANOTHER,
      {
        id: 'api-changed',
        cause: 'The API has changed.',
        check: {
          say: 'upstreamStatus in the log line: is it 201 each time?',
          ownCode: { say: 'The answer’s status: is it 201 each time?' },
        },
        fix: REPORT_IT,
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
];
