/** The codes whose cause is on Azure OpenAI's side; the catalogue in src/diagnosis tells their causes apart. */
import type { UpstreamCode } from '../diagnosis/catalogue-entry.ts';
import { defineProblems, ISSUANCE, RELAYS } from './problem-definition.ts';

export const UPSTREAM_PROBLEMS = defineProblems<UpstreamCode>({
  upstream_auth: {
    status: 502,
    title: 'Azure OpenAI refuses this service',
    type: 'upstream_error',
    detail: 'Your own token is fine. The operator finds the cause and its fix in the log.',
    cause:
      'The service’s identity, not the caller’s, lacks a role or has a token for another audience, or a network rule shuts it out.',
    retry: 'no',
    operations: ISSUANCE,
  },
  deployment_not_found: {
    status: 502,
    title: 'The realtime deployment does not exist',
    type: 'upstream_error',
    detail:
      'The configured deployment does not exist in the Azure OpenAI resource. The operator finds the fix in the log.',
    cause:
      'realtime:deployment names no deployment of the resource in realtime:endpoint, or a deployment that is minutes old.',
    retry: 'no',
    operations: ISSUANCE,
  },
  deployment_not_realtime: {
    status: 502,
    title: 'The deployment is not one that realtime works with',
    type: 'upstream_error',
    detail:
      'Azure says that the realtime operation does not work with the configured deployment. The operator finds the likely causes and their fixes in the log.',
    cause:
      'Usually the deployment’s base model is not a realtime model, whatever its name. Or realtime:deployment holds the name of a model.',
    retry: 'no',
    operations: ISSUANCE,
  },
  deployment_not_live: {
    status: 502,
    title: 'The deployment is not one that Live works with',
    type: 'upstream_error',
    detail:
      'Azure says that Live does not work with the deployment of the profile. The operator finds the likely causes and their fixes in the log.',
    cause: 'The profile has `"api": "live"`, and its deployment runs no model of the family gpt-live.',
    retry: 'no',
    operations: ['live_sessions'],
  },
  upstream_rejected: {
    status: 502,
    title: 'Azure OpenAI rejected the request',
    type: 'upstream_error',
    detail: 'Azure OpenAI does not accept what this service asks of it. The operator finds the reason in the log.',
    cause: 'Azure answered with a 4xx that fits no other code.',
    retry: 'no',
    operations: ISSUANCE,
  },
  offer_refused: {
    status: 422,
    title: 'Azure OpenAI refuses the SDP offer',
    type: 'invalid_request_error',
    detail:
      'Send the offer byte for byte as createOffer() gave it. The peer connection needs the microphone’s track or an audio transceiver, and Opus, PCMU or PCMA among its codecs.',
    cause:
      'The offer is SDP, but Azure starts no call from it. Most often the offer has no audio, or no codec that Azure knows.',
    retry: 'no',
    operations: RELAYS,
  },
  upstream_rate_limited: {
    status: 429,
    title: 'Azure OpenAI is at its limit',
    type: 'upstream_error',
    detail: 'Wait for the time in Retry-After, then try again.',
    cause:
      'The deployment has used up its quota (429), Azure is at capacity (503), or Azure has refused 30 requests of this caller within a minute. The caller’s own quota is not the reason. The service passes Azure’s wait on to everybody who asks for the same deployment, for a minute at most, and does not ask Azure meanwhile.',
    retry: { afterSeconds: 10 },
    operations: ISSUANCE,
  },
  upstream_error: {
    status: 502,
    title: 'Azure OpenAI failed',
    type: 'upstream_error',
    detail: 'Try again shortly.',
    cause: 'Azure answered with a 5xx, the connection broke, or there was none.',
    operations: ISSUANCE,
  },
  upstream_timeout: {
    status: 504,
    title: 'Azure OpenAI did not answer in time',
    type: 'upstream_error',
    detail: 'Try again shortly.',
    cause: 'Azure gave no complete answer within 8 s (to a Live offer: 20 s), or answered with 408 or 504.',
    operations: ISSUANCE,
  },
  upstream_invalid_response: {
    status: 502,
    title: 'Azure OpenAI’s answer is not what the service asked for',
    type: 'upstream_error',
    detail: 'The operator finds the reason in the log.',
    cause:
      'Azure answered with success, but without a client secret that has a value and a sane expiry. Or it answered an offer without SDP.',
    retry: 'no',
    operations: ISSUANCE,
  },
});
