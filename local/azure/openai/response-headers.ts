/** Headers of the resource's answers: those recorded with a 200, and the unverified ones. */

import { randomInt, randomUUID } from 'node:crypto';
import type { MintSwitches } from './mint-switches.ts';

const LIMIT = { requests: '3', tokens: '10000' } as const;

/** What support asks for; reported of a refusal as well (docs/azure.md#headers-and-waits). */
export function createCommonHeaders(): Readonly<Record<string, string>> {
  return { 'apim-request-id': randomUUID() };
}

/** Of whatever was served, mint and call. */
export function createServedHeaders(): Readonly<Record<string, string>> {
  return {
    ...createCommonHeaders(),
    'azureml-served-by-cluster': 'hyena-eastus2-02',
    'openai-processing-ms': String(randomInt(30, 60)),
    'openai-version': '2020-10-01',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  };
}

export function createMintHeaders(switches: MintSwitches): Readonly<Record<string, string>> {
  return {
    ...createServedHeaders(),
    ...(switches.take('mint.rateLimitHeaders') === 'on' && createRateLimitHeaders()),
    ...(switches.take('mint.serviceHeaders') === 'on' && { 'x-request-id': randomUUID(), 'x-ms-region': 'East US 2' }),
  };
}

/** Documented for every request (docs/azure.md#headers-and-waits). The limits are those of one unit of mini, docs/models.md; nothing is counted. */
function createRateLimitHeaders(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(LIMIT).flatMap(([unit, limit]) => [
      [`x-ratelimit-limit-${unit}`, limit],
      [`x-ratelimit-remaining-${unit}`, limit],
      [`x-ratelimit-reset-${unit}`, '60'],
    ]),
  );
}
