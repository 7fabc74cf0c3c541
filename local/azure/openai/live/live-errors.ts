/**
 * Every error that a route of GPT-Live can be asked for: the values of the switch `live.error`. None has been captured
 * of these routes; the envelopes are those that the resource has for anything, and what is `own` is ours.
 */
import { ROUTE_ERRORS } from '../calls/hang-up-answers.ts';
import { api, gateway } from '../envelopes.ts';
import { MINT_ERRORS, type MintError } from '../mint-errors.ts';

const FULL = {
  status: 429,
  body: gateway(
    '429',
    'The subscription has as many GPT-Live sessions as it may have at the same time. Please retry when one of them has ended.',
  ),
  source: 'documented (the limit); status reported, text own',
} as const satisfies MintError;

export const LIVE_ERRORS = {
  'permission-denied': MINT_ERRORS['permission-denied'],
  'no-data-role': MINT_ERRORS['no-data-role'],
  'key-refused': MINT_ERRORS['key-refused'],
  'keys-disabled': MINT_ERRORS['keys-disabled'],
  firewall: MINT_ERRORS.firewall,
  'public-access-disabled': MINT_ERRORS['public-access-disabled'],
  'virtual-network': MINT_ERRORS['virtual-network'],
  'deployment-not-found': MINT_ERRORS['deployment-not-found'],
  'resource-not-found': MINT_ERRORS['resource-not-found'],
  'model-retired': MINT_ERRORS['model-retired'],
  'opperation-not-supported': MINT_ERRORS['opperation-not-supported'],
  'high-demand': MINT_ERRORS['high-demand'],
  ...ROUTE_ERRORS,
  'session-quota': { ...FULL, headers: { 'retry-after': '1' } },
  'session-quota-without-header': FULL,
  'invalid-offer': {
    status: 400,
    body: api('invalid_offer', 'The SDP offer cannot be answered.', 'transport.sdp'),
    source: 'unverified: text own',
  },
  'json-needed': {
    status: 400,
    body: api('invalid_content_type', 'The body is JSON, with the content type application/json.', null),
    source: 'unverified: status and text own',
  },
} as const satisfies Readonly<Record<string, MintError>>;

export const SESSION_NOT_FOUND: MintError = {
  status: 404,
  body: api('session_not_found', 'No session found for the provided session_id', ''),
  source: 'reported (status); text and envelope own',
};
