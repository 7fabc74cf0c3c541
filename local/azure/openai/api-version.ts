/** A dated version is not for the GA routes (docs/azure.md#endpoints); nobody knows its status there, so a switch names it. */
import { type Answer, type HttpExchange, json } from '../../kit/reply.ts';
import { gateway } from './envelopes.ts';
import { toAnswer, withCommonHeaders } from './error-answer.ts';
import { MINT_ERRORS } from './mint-errors.ts';
import type { MintSwitches } from './mint-switches.ts';

/** `undefined`: there is none, or it is not looked at. */
export function refuseApiVersion({ url }: HttpExchange, switches: MintSwitches): Answer | undefined {
  if (!url.searchParams.has('api-version')) return undefined;
  switch (switches.take('mint.apiVersion')) {
    case '404':
      return toAnswer(MINT_ERRORS['resource-not-found']);
    case '401':
      return toAnswer(MINT_ERRORS['token-refused']);
    case '400': {
      const body = gateway('BadRequest', 'The query parameter api-version is not used on this route.');
      return withCommonHeaders({ ...json(400, null), body });
    }
    case 'ignored':
      return undefined;
  }
}
