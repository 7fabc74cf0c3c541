/** The codes whose cause is on Azure OpenAI's side; the catalogue in src/diagnosis tells their causes apart. */
import type { UpstreamCode } from '../diagnosis/catalogue-entry.ts';
import type { ProblemDefinition } from './problem-definition.ts';

export const UPSTREAM_PROBLEMS: Readonly<Record<UpstreamCode, ProblemDefinition>> = {
  upstream_auth: {
    status: 502,
    title: 'Azure OpenAI refuses this service',
    type: 'upstream_error',
    detail: 'Your own token is fine. The operator finds the cause and its fix in the log.',
    cause:
      'The service’s identity, not the caller’s, lacks a role, has a token for another audience, or is shut out by a network rule.',
    final: true,
  },
  deployment_not_found: {
    status: 502,
    title: 'The realtime deployment does not exist',
    type: 'upstream_error',
    detail:
      'The configured deployment does not exist in the Azure OpenAI resource. The operator finds the fix in the log.',
    cause: 'realtime:deployment names no deployment of the resource in realtime:endpoint, or one that is minutes old.',
    final: true,
  },
  deployment_not_realtime: {
    status: 502,
    title: 'The deployment is not one that realtime works with',
    type: 'upstream_error',
    detail:
      'Azure says that the realtime operation does not work with the configured deployment. The operator finds the likely causes and their fixes in the log.',
    cause:
      'Usually the deployment’s base model is no realtime one, whatever its name; or realtime:deployment holds the name of a model.',
    final: true,
  },
  upstream_rejected: {
    status: 502,
    title: 'Azure OpenAI rejected the request',
    type: 'upstream_error',
    detail: 'Azure OpenAI does not accept the session as it is configured. The operator finds the reason in the log.',
    cause: 'A 4xx of Azure that is none of the cases above.',
    final: true,
  },
  upstream_rate_limited: {
    status: 429,
    title: 'Azure OpenAI is at its limit',
    type: 'upstream_error',
    detail: 'Wait for the time in Retry-After, then try again.',
    cause: 'The deployment’s quota is used up (429), or Azure is at capacity (503). It is not the caller’s own quota.',
    retryAfterSeconds: 10,
  },
  upstream_error: {
    status: 502,
    title: 'Azure OpenAI failed',
    type: 'upstream_error',
    detail: 'Try again shortly.',
    cause: 'A 5xx of Azure, a connection that broke, or none at all.',
  },
  upstream_timeout: {
    status: 504,
    title: 'Azure OpenAI did not answer in time',
    type: 'upstream_error',
    detail: 'Try again shortly.',
    cause: 'No complete answer within 8 s.',
  },
  upstream_invalid_response: {
    status: 502,
    title: 'Azure OpenAI’s answer is not a client secret',
    type: 'upstream_error',
    detail: 'The operator finds the reason in the log.',
    cause: 'A success without a value, without a sane expiry, or that is not JSON.',
    final: true,
  },
};
