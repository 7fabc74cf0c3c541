/** `POST /openai/v1/realtime/calls`: an SDP offer with a client secret becomes a call with the parrot of this machine. */
import { type Answer, answer, type HttpExchange, text } from '../../reply.ts';
import type { Route } from '../../routes.ts';
import { createCommonHeaders } from '../response-headers.ts';
import { startCall } from './call.ts';
import type { CallRegistry } from './call-registry.ts';
import { readOffer } from './offer.ts';
import type { SecretRegister } from './secret-register.ts';

export interface CallsServiceOptions {
  readonly secrets: SecretRegister;
  readonly calls: CallRegistry;
}

const CALLS_PATH = '/openai/v1/realtime/calls';
const BEARER = /^Bearer (ek_\S+)$/i;
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Location,X-Request-Id',
  'timing-allow-origin': '*',
};

export function createCallRoutes({ secrets, calls }: CallsServiceOptions): readonly Route[] {
  async function post({ headers, body }: HttpExchange): Promise<Answer> {
    const secret = BEARER.exec(headers.authorization ?? '')?.[1];
    const redeemed = secret === undefined ? undefined : secrets.redeem(secret);
    if (!redeemed) return text(401, 'Realtime session ephemeral token is required.', CORS);
    const offer = readOffer(body);
    const call =
      offer === undefined
        ? undefined
        : await startCall({
            offer,
            session: { id: redeemed.session.id },
            ended: () => call && calls.remove(call),
          });
    if (!call) return text(400, '{"message":"","type":"","code":"","param":""}', CORS);
    const { id } = calls.add(call);
    return text(201, call.answer, { ...createCommonHeaders(), ...CORS, location: `/v1/realtime/calls/${id}` });
  }
  return [
    { method: 'POST', path: CALLS_PATH, handle: post },
    {
      method: 'OPTIONS',
      path: CALLS_PATH,
      handle: () =>
        answer(200, '', {
          'access-control-allow-origin': '*',
          'access-control-allow-headers': 'authorization,content-type',
        }),
    },
  ];
}
