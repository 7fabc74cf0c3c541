/** What a mint meets where a quota is used up or the service is busy: most say how long to wait. As literal as the rest. */
import { api, gateway } from './envelopes.ts';
import type { MintError } from './mint-errors.ts';

export const BUSY_ERRORS = {
  'token-quota': {
    status: 429,
    body: gateway(
      '429',
      'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2023-05-15 have exceeded token rate limit of your current AIServices S0 pricing tier. Please retry after 86400 seconds.',
    ),
    headers: { 'retry-after': '86400' },
    source: 'reported; header documented',
  },
  'call-quota': {
    status: 429,
    body: gateway(
      '429',
      'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2023-05-15 have exceeded call rate limit of your current AIServices S0 pricing tier. Please retry after 1 second.',
    ),
    headers: { 'retry-after-ms': '50', 'retry-after': '1' },
    source: 'reported; headers documented',
  },
  'call-quota-without-header': {
    status: 429,
    body: gateway('429', 'Rate limit is exceeded. Please retry after 1 seconds.'),
    source: 'documented (class of text); sentence own',
  },
  'insufficient-quota': {
    status: 429,
    body: api(
      'insufficient_quota',
      'You exceeded your current quota, please check your plan and billing details.',
      null,
      'insufficient_quota',
    ),
    source: 'reported; envelope own',
  },
  'backend-unavailable': {
    status: 503,
    body: gateway('ServiceUnavailable', 'Backend unavailable'),
    headers: { 'retry-after-ms': '15000' },
    source: 'reported (text and header); envelope own',
  },
  'high-demand': {
    status: 429,
    body: JSON.stringify({
      error: {
        message:
          'The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load. Please retry after 20 seconds.',
      },
    }),
    headers: { 'retry-after': '20' },
    source: 'reported; header documented',
  },
  'high-demand-briefly': {
    status: 429,
    body: JSON.stringify({
      error: {
        message:
          'The system is currently experiencing high demand and cannot process your request. Please retry after 1 seconds.',
      },
    }),
    headers: { 'retry-after': '1' },
    source: 'reported (text); seconds own, so that the next call need not wait long',
  },
  'quota-lowered': {
    status: 429,
    body: gateway('429', 'Rate limit is exceeded. Please retry after 1 seconds.'),
    headers: { 'retry-after': '1', 'x-ratelimit-limit-tokens': '100', 'x-ratelimit-remaining-tokens': '0' },
    source: 'documented (header); sentence own',
  },
} as const satisfies Readonly<Record<string, MintError>>;
