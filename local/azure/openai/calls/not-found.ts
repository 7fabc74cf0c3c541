/** Of a call that has ended, or never was (docs/azure.md#hang-up). */
import { api } from '../envelopes.ts';
import type { MintError } from '../mint-errors.ts';

export const CALL_NOT_FOUND: MintError = {
  status: 404,
  body: api('call_id_not_found', 'No session found for the provided call_id', ''),
  source: 'recorded (OpenAI host)',
};
