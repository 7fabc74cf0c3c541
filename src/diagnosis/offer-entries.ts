/** What Azure OpenAI says to an SDP offer, and to nothing else. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import { ASK_SUPPORT } from './fixes.ts';

export const OFFER_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'secret-required',
    title: 'Only a client secret starts a call',
    seenAs: [
      'This operation requires ephemeral authentication.',
      'Realtime session ephemeral token is required.',
      'This operation requires ephemeral tokens for authentication',
    ],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', operation: 'calls', status: [401], message: /ephemeral/i }],
    causes: [
      {
        id: 'not-a-secret',
        cause: 'An access token or the account’s key was sent where Azure takes a client secret only.',
        check: {
          say: 'What stands after Bearer in the Authorization header of the offer: a client secret, or an access token?',
        },
        fix: {
          say: 'Get a client secret and send it with the offer; or send the offer with your access token to the relay, POST /api/realtime/calls, and not to Azure.',
        },
      },
    ],
    source: 'pydantic/pydantic-ai, recording of 2026-07-24; BerriAI/litellm#38645; public probe note of 2026-06-10',
    confidence: 'recorded',
  },
  {
    id: 'secret-refused',
    title: 'Azure does not take this client secret',
    seenAs: ['401 on /realtime/calls with a client secret'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', operation: 'calls', status: [401] }],
    causes: [
      {
        id: 'expired',
        cause: 'It has expired: it starts calls until `expires_at` and not after.',
        check: { say: 'expires_at of the mint against the time of the offer. A slow microphone prompt is enough.' },
        fix: { say: 'Mint right before the offer is sent, and once more after a 401.' },
      },
      {
        id: 'other-resource',
        cause: 'It is of another resource than the one that the offer was sent to.',
        check: { say: 'Is the address of the offer the `url` of the same mint?' },
        fix: { say: 'Send the offer to the `url` of the mint’s answer.' },
      },
      {
        id: 'used',
        cause: 'It has been used before: a second use is documented as possible, and a refusal was reported.',
        check: { say: 'Was a call started with it?' },
        fix: { say: 'Mint for each call.' },
      },
    ],
    source: 'OpenAI’s specification; ReviewStage/luke#204; the text of this answer was never captured',
    confidence: 'inferred',
  },
  {
    id: 'offer-refused',
    title: 'Azure refuses the SDP offer',
    seenAs: ['400 {"message":"","type":"","code":"","param":""} on /realtime/calls'],
    code: 'upstream_rejected',
    patterns: [{ kind: 'answered', operation: 'calls', status: [400, 415, 422], code: /^$/ }],
    causes: [
      {
        id: 'no-common-audio',
        cause: 'The offer has no audio section, or no codec that Azure knows: Opus, PCMU or PCMA.',
        check: { say: 'The m=audio line of the offer and its a=rtpmap lines.' },
        fix: { say: 'Add the microphone’s track, or an audio transceiver, before createOffer().' },
      },
      {
        id: 'not-raw-sdp',
        cause: 'The body is not the offer alone: Azure takes raw SDP and no form.',
        check: { say: 'Content-Type is application/sdp, and the body begins with v=0.' },
        fix: { say: 'Send offer.sdp as the body. In openai-node leave out `session`.' },
      },
      {
        id: 'no-reason',
        cause: 'Azure gave no reason.',
        check: { say: 'Does it happen with another browser?' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'openai/openai-agents-js#549; pydantic/pydantic-ai',
    confidence: 'reported',
  },
  {
    id: 'answer-not-sdp',
    title: 'Azure OpenAI’s answer to the offer is not SDP',
    seenAs: ['A success from /realtime/calls whose body is no SDP'],
    code: 'upstream_invalid_response',
    patterns: [{ kind: 'invalid', operation: 'calls' }],
    causes: [
      {
        id: 'answered-by-another',
        cause: 'Something on the way answers in Azure’s place.',
        check: { say: 'Does the log line have an apim-request-id?' },
        fix: { say: 'Let the app reach the resource without it.' },
      },
      {
        id: 'api-changed',
        cause: 'The API has changed.',
        check: { say: 'upstreamStatus in the log line: is it 201 each time?' },
        fix: { say: 'Report it, with the version from /api/healthz.' },
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
];
