/**
 * Every error that a mint is documented, recorded or reported to meet, as the bytes that a client gets: the values of the switch
 * `mint.error`. The texts are literal, also where they speak of another operation (chat completions): that is how they
 * were reported. Rows of `/calls`, of the sockets and of the data channel are not here. `own` marks a text or an
 * envelope of ours, because nobody captured one.
 */
import { IDENTITY_OBJECT_ID } from '../foundation/directory.ts';
import { BUSY_ERRORS } from './busy-errors.ts';
import { DEPLOYMENT_ERRORS } from './deployment-errors.ts';
import { api, gateway } from './envelopes.ts';

export interface MintError {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Documented, recorded from live traffic, reported by others, or our own where nobody captured a text. */
  readonly source: string;
}

const ANOTHER_OBJECT_ID = '7e0a1b2c-0000-4000-8000-0000000000f9';
const ANOTHER_TENANT_ID = '33e01921-0000-4000-8000-0000000000f9';

export interface Operation {
  readonly action: string;
  /** Method and path. */
  readonly name: string;
}

/** Which a reported refusal of a mint names. */
const CHAT: Operation = {
  action: 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action',
  name: 'POST /openai/deployments/{deployment-id}/chat/completions',
};
/** Which action Azure checks is not verified; this one is ours. */
export const HANG_UP: Operation = {
  action: 'Microsoft.CognitiveServices/accounts/OpenAI/realtime/calls/hangup/action',
  name: 'POST /openai/v1/realtime/calls/{call_id}/hangup',
};

export function permissionDenied(principal: string, { action, name } = CHAT) {
  return {
    status: 401,
    body: gateway(
      'PermissionDenied',
      `The principal \`${principal}\` lacks the required data action \`${action}\` to perform \`${name}\` operation.`,
    ),
    source: 'reported',
  } as const;
}

export const MINT_ERRORS = {
  'permission-denied': permissionDenied(IDENTITY_OBJECT_ID),
  'permission-denied-other-identity': permissionDenied(ANOTHER_OBJECT_ID),
  'permission-denied-project-scope': {
    status: 401,
    body: gateway(
      'PermissionDenied',
      `The principal ${IDENTITY_OBJECT_ID} lacks the required data action Microsoft.CognitiveServices/accounts/OpenAI/responses/write. For instructions on granting the necessary permissions, see https://aka.ms/FoundryPermissions.`,
    ),
    source: 'reported',
  },
  'no-data-role': {
    status: 401,
    body: JSON.stringify({ error: { message: 'Principal does not have access to API/Operation' } }),
    source: 'documented; envelope own',
  },
  'tenant-mismatch': {
    status: 400,
    body: gateway(
      'Tenant provided in token does not match resource token',
      `Token tenant ${ANOTHER_TENANT_ID} does not match resource tenant.`,
    ),
    source: 'reported',
  },
  'token-refused': {
    status: 401,
    body: JSON.stringify({
      statusCode: 401,
      message:
        'Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.',
    }),
    source: 'documented (text), reported (envelope)',
  },
  'key-refused': {
    status: 401,
    body: gateway(
      '401',
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    ),
    source: 'recorded on a sibling service',
  },
  'keys-disabled': {
    status: 403,
    body: gateway('AuthenticationTypeDisabled', 'Key based authentication is disabled for this resource.'),
    source: 'reported',
  },
  firewall: {
    status: 403,
    body: gateway('403', 'Access denied due to Virtual Network/Firewall rules.'),
    headers: { 'policy-id': 'ThrowExceptionDueToTrafficDenied' },
    source: 'reported',
  },
  'public-access-disabled': {
    status: 403,
    body: gateway('403', 'Public access is disabled. Please configure private endpoint.'),
    source: 'reported',
  },
  'virtual-network': {
    status: 403,
    body: gateway(
      '403',
      'A Virtual Network is configured for this resource. Please use the correct endpoint for making requests. Check https://aka.ms/cogsvc-vnet for more details.',
    ),
    source: 'reported',
  },
  'resource-blocked': {
    status: 403,
    body: JSON.stringify({ error: { message: 'Your resource has been temporarily blocked.' } }),
    source: 'documented (part of the text); rest and envelope own',
  },
  ...DEPLOYMENT_ERRORS,
  'invalid-session-type': {
    status: 400,
    body: gateway('InvalidSessionType', 'The session type is missing or is not one of realtime, transcription.'),
    source: 'reported; text and envelope own',
  },
  'invalid-type': {
    status: 400,
    body: api(
      'invalid_type',
      "Invalid type for 'session.audio.input.format': expected an object, but got a string instead.",
      'session.audio.input.format',
    ),
    source: 'reported',
  },
  'missing-session-type': {
    status: 400,
    body: api('missing_required_parameter', "Missing required parameter: 'session.type'.", 'session.type'),
    source: 'reported',
  },
  'unknown-parameter': {
    status: 400,
    body: api('unknown_parameter', "Unknown parameter: 'session.custom_voice_id'", 'session.custom_voice_id'),
    source: 'reported',
  },
  'missing-tool-choice-name': {
    status: 400,
    body: api(null, "Missing required parameter: 'session.tool_choice.name'", 'session.tool_choice.name'),
    source: 'reported',
  },
  'beta-shape-disabled': {
    status: 400,
    body: api('beta_api_shape_disabled', 'The beta shape of this API is disabled.', null),
    source: 'reported (OpenAI host); text own',
  },
  'content-filtered': {
    status: 400,
    body: api(
      'content_filter',
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
      'prompt',
    ),
    source: 'reported of other operations',
  },
  'too-many-headers': {
    status: 431,
    body: gateway('431', 'The request has too many headers.'),
    source: 'documented (status); text and envelope own',
  },
  'operation-timeout': {
    status: 408,
    body: gateway('Timeout', 'The operation was timeout.'),
    source: 'reported of other operations',
  },
  'internal-error': {
    status: 500,
    body: api(
      'server_error',
      'The server had an error while processing your request. Sorry about that!',
      null,
      'server_error',
    ),
    source: 'reported (status); text of the data-channel row',
  },
  'service-unavailable': {
    status: 503,
    body: gateway('ServiceUnavailable', 'The service is temporarily unavailable.'),
    headers: { 'retry-after': '1' },
    source: 'documented (header); status and text own',
  },
  ...BUSY_ERRORS,
} as const satisfies Readonly<Record<string, MintError>>;

export type MintErrorName = keyof typeof MINT_ERRORS;
