/** What Azure OpenAI says to an SDP offer, and to nothing else. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import { ANSWERED_BY_ANOTHER, ASK_SUPPORT, SHOW_ACCOUNT, USE_RELAY } from './fixes.ts';

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
    id: 'page-network-refused',
    title: 'The account’s network rules refuse the machine that the offer comes from',
    seenAs: ['403 on /realtime/calls, though the mint was answered'],
    code: 'upstream_auth',
    patterns: [
      {
        kind: 'answered',
        operation: 'calls',
        status: [403],
        message: /Virtual Network\/Firewall rules|Public access is disabled/i,
      },
    ],
    causes: [
      {
        id: 'chosen-networks',
        cause:
          'The account allows chosen networks only: the app, which has just minted, is in one, and this page is not.',
        check: SHOW_ACCOUNT,
        fix: USE_RELAY,
      },
    ],
    source: 'the messages: Azure-Samples/azure-sql-db-chatbot#3, TabularEditor/TabularEditor3#1557',
    confidence: 'inferred',
  },
  {
    id: 'offer-refused',
    title: 'Azure refuses the SDP offer',
    seenAs: ['400 {"message":"","type":"","code":"","param":""} on /realtime/calls'],
    code: 'offer_refused',
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
      ANSWERED_BY_ANOTHER,
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
