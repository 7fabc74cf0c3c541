/** Headers of the resource's answers: those recorded with a 200, and the unverified ones. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Switches } from '../switches.ts';

const LIMIT = { requests: '3', tokens: '10000' } as const;

/** What support asks for; also seen on a refusal of the realtime handshake (rep). */
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

export function createMintHeaders(switches: Switches): Readonly<Record<string, string>> {
  return {
    ...createServedHeaders(),
    ...(switches.take('mint.rateLimitHeaders') === 'on' && createRateLimitHeaders()),
    ...(switches.take('mint.serviceHeaders') === 'on' && { 'x-request-id': randomUUID(), 'x-ms-region': 'East US 2' }),
  };
}

/** Section 4: said to be on every call. The limits are those of one unit of mini (5.3); nothing is counted. */
function createRateLimitHeaders(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(LIMIT).flatMap(([unit, limit]) => [
      [`x-ratelimit-limit-${unit}`, limit],
      [`x-ratelimit-remaining-${unit}`, limit],
      [`x-ratelimit-reset-${unit}`, '60'],
    ]),
  );
}
