/** A 429 whose wait is longer than anybody who looks would wait is told at once, in place of a deadline that passes. */
import type { CognitiveServicesManagementClientOptionalParams } from '@azure/arm-cognitiveservices';
import { MS_PER_SECOND } from '../../../src/lib/clock.ts';
import { parseJson, valueAt } from '../../../src/lib/json.ts';
import { readRetryAfter } from '../../../src/lib/retry-after.ts';

type AdditionalPolicies = NonNullable<CognitiveServicesManagementClientOptionalParams['additionalPolicies']>;

/** No error of the clients’ own, which they would wait for. In the members by which those are told apart. */
class Throttled extends Error {
  override readonly name = 'Throttled';
  readonly statusCode = 429;
  readonly code: unknown;
  readonly waitSeconds: number;
  constructor(waitMs: number, code: unknown) {
    super('Resource Manager asks to wait.');
    this.waitSeconds = Math.ceil(waitMs / MS_PER_SECOND);
    this.code = code;
  }
}

/** Of a look’s ten seconds as much as leaves time for the answer. */
const LONGEST_WAIT_MS = 3 * MS_PER_SECOND;

export const TELL_THROTTLE: AdditionalPolicies[number]['policy'] = {
  name: 'tellThrottle',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status !== 429) return response;
    const waitMs = readRetryAfter(response.headers, Date.now);
    if (waitMs === undefined || waitMs <= LONGEST_WAIT_MS) return response;
    throw new Throttled(waitMs, valueAt(parseJson(response.bodyAsText ?? ''), ['error', 'code']));
  },
};
