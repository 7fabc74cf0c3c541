/**
 * Every error that `POST /calls` is documented, recorded or reported to meet: the values of the switch `calls.error`.
 * What the resource says to any request is taken from the mint's table. `own` marks a text of ours.
 */
import { api } from '../envelopes.ts';
import { MINT_ERRORS, type MintError } from '../mint-errors.ts';

/** The three wordings of one refusal: a key or an Entra token came where a client secret is needed. */
export const CREDENTIAL_REFUSALS = ['ephemeral-required', 'ephemeral-tokens', 'ephemeral-authentication'] as const;

export const CALL_ERRORS = {
  'ephemeral-required': unauthorized('Realtime session ephemeral token is required.', 'reported; envelope own'),
  'ephemeral-tokens': unauthorized(
    'This operation requires ephemeral tokens for authentication',
    'recorded (docstring) and reported; envelope own',
  ),
  'ephemeral-authentication': unauthorized(
    'This operation requires ephemeral authentication.',
    'reported (transcription socket)',
  ),
  'secret-refused': unauthorized(
    'The client secret has expired, or is of another resource.',
    'unverified: text and envelope own',
  ),
  'invalid-offer': {
    status: 400,
    body: api('invalid_offer', 'Invalid SDP offer. Please try again with a WHIP-compliant offer.', null),
    source: 'reported (OpenAI host)',
  },
  'unparsable-offer': {
    status: 400,
    body: api(null, 'Failed to parse offer: failed to unmarshal SDP: EOF', null),
    source: 'reported (OpenAI host); envelope own',
  },
  'empty-error': { status: 400, body: '{"message":"","type":"","code":"","param":""}', source: 'reported' },
  'multipart-refused': {
    status: 400,
    body: JSON.stringify({
      error: {
        message: 'The body is the SDP offer itself, with the content type application/sdp.',
        type: 'invalid_request_error',
        code: 'invalid_content_type',
        param: null,
      },
    }),
    source: 'reported (that it is refused); status and text own',
  },
  'multipart-unsupported': { status: 415, body: '', source: 'unverified: status own' },
  firewall: MINT_ERRORS.firewall,
  'public-access-disabled': MINT_ERRORS['public-access-disabled'],
  'virtual-network': MINT_ERRORS['virtual-network'],
  'deployment-not-found': MINT_ERRORS['deployment-not-found'],
  'resource-not-found': MINT_ERRORS['resource-not-found'],
  'model-retired': MINT_ERRORS['model-retired'],
  'operation-timeout': MINT_ERRORS['operation-timeout'],
  'token-quota': MINT_ERRORS['token-quota'],
  'call-quota': MINT_ERRORS['call-quota'],
  'call-quota-without-header': MINT_ERRORS['call-quota-without-header'],
  'high-demand': MINT_ERRORS['high-demand'],
  'internal-error': MINT_ERRORS['internal-error'],
  'service-unavailable': MINT_ERRORS['service-unavailable'],
} as const satisfies Readonly<Record<string, MintError>>;

function unauthorized(message: string, source: string): MintError {
  return { status: 401, body: JSON.stringify({ error: { code: 'Unauthorized', message } }), source };
}
