/** The preflight of `POST /openai/v1/realtime/calls`, as it was reported for pages of localhost and of https origins. */
import { type Answer, answer, type HttpExchange } from '../reply.ts';
import type { Switches } from '../switches.ts';
import { createCommonHeaders } from './response-headers.ts';

export const CALLS_PATH = '/openai/v1/realtime/calls';
const FIXED_HEADERS = 'authorization,content-type';

export function answerPreflight({ headers }: HttpExchange, switches: Switches): Answer {
  const asked = headers['access-control-request-headers'];
  const echoes = switches.take('calls.preflight') === 'echo' && typeof asked === 'string';
  return answer(200, '', {
    ...createCommonHeaders(),
    'access-control-allow-origin': '*',
    'access-control-allow-headers': echoes ? asked : FIXED_HEADERS,
  });
}
