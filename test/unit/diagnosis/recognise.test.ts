import type { UpstreamSymptom } from '../../../src/diagnosis/catalogue-entry.ts';
import { recognise } from '../../../src/diagnosis/recognise.ts';
import { readRefusal } from '../../../src/realtime/upstream-answer.ts';
import { NOON_MS } from '../../support/clock.ts';

/** As a mint does it: from the bytes of an answer to the entry. */
function diagnose(status: number, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return recognise(readRefusal(new Response(null, { status }), text, () => NOON_MS).symptom);
}

const enclosed = (code: string | undefined, message: string) => ({ error: { code, message } });
const realtimeOperation = 'The realtime operation does not work with the specified model.';

/** The literal texts of Azure that a mint can meet: status, body, entry, code for the caller. */
const RECORDED: readonly (readonly [status: number, body: unknown, id: string, code: string])[] = [
  [
    401,
    enclosed(
      'PermissionDenied',
      'The principal `0a0a` lacks the required data action `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to perform `POST /openai/deployments/{deployment-id}/chat/completions` operation.',
    ),
    'role-missing',
    'upstream_auth',
  ],
  [
    401,
    {
      message:
        'The principal lacks the required data action Microsoft.CognitiveServices/accounts/OpenAI/responses/write',
    },
    'role-missing',
    'upstream_auth',
  ],
  [401, enclosed(undefined, 'Principal does not have access to API/Operation'), 'role-missing', 'upstream_auth'],
  [403, enclosed('PermissionDenied', ''), 'role-missing', 'upstream_auth'],
  [
    401,
    {
      statusCode: 401,
      message:
        'Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.',
    },
    'token-audience',
    'upstream_auth',
  ],
  [
    401,
    enclosed(
      '401',
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    ),
    'resource-mismatch',
    'upstream_auth',
  ],
  [
    403,
    enclosed(
      '403',
      'A Virtual Network is configured for this resource. Please use the correct endpoint for making requests. Check https://aka.ms/cogsvc-vnet for more details.',
    ),
    'resource-mismatch',
    'upstream_auth',
  ],
  [
    403,
    enclosed('AuthenticationTypeDisabled', 'Key based authentication is disabled for this resource.'),
    'keys-disabled',
    'upstream_auth',
  ],
  [403, enclosed('403', 'Access denied due to Virtual Network/Firewall rules.'), 'firewall', 'upstream_auth'],
  [
    403,
    enclosed('403', 'Public access is disabled. Please configure private endpoint.'),
    'public-access-disabled',
    'upstream_auth',
  ],
  [
    403,
    enclosed(undefined, 'Your resource has been temporarily blocked because'),
    'resource-suspended',
    'upstream_auth',
  ],
  [401, '', 'access-refused', 'upstream_auth'],
  [403, '', 'access-refused', 'upstream_auth'],
  [
    404,
    enclosed(
      'DeploymentNotFound',
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    ),
    'deployment-not-found',
    'deployment_not_found',
  ],
  [400, enclosed('DeploymentNotFound', ''), 'deployment-not-found', 'deployment_not_found'],
  [404, enclosed('404', 'Resource not found'), 'path-not-found', 'upstream_rejected'],
  [404, '', 'path-not-found', 'upstream_rejected'],
  [400, enclosed('OpperationNotSupported', realtimeOperation), 'deployment-not-realtime', 'deployment_not_realtime'],
  [400, enclosed('OperationNotSupported', realtimeOperation), 'deployment-not-realtime', 'deployment_not_realtime'],
  [
    400,
    enclosed(undefined, `${realtimeOperation} Please choose different model and try again.`),
    'deployment-not-realtime',
    'deployment_not_realtime',
  ],
  [
    400,
    enclosed(
      'OperationNotSupported',
      'The chatCompletion operation does not work with the specified model, gpt-4o-mini. Please choose different model and try again.',
    ),
    'deployment-not-realtime',
    'deployment_not_realtime',
  ],
  [400, enclosed('InvalidSessionType', ''), 'session-shape', 'upstream_rejected'],
  [
    400,
    enclosed(
      'invalid_type',
      "Invalid type for 'session.audio.input.format': expected an object, but got a string instead.",
    ),
    'session-shape',
    'upstream_rejected',
  ],
  [
    400,
    enclosed('missing_required_parameter', "Missing required parameter: 'session.type'."),
    'session-shape',
    'upstream_rejected',
  ],
  [
    400,
    enclosed('unknown_parameter', "Unknown parameter: 'session.custom_voice_id'"),
    'session-shape',
    'upstream_rejected',
  ],
  [400, enclosed(undefined, "Unknown parameter: 'session.custom_voice_id'"), 'session-shape', 'upstream_rejected'],
  [
    400,
    enclosed(undefined, "Missing required parameter: 'session.tool_choice.name'"),
    'session-shape',
    'upstream_rejected',
  ],
  [400, enclosed('beta_api_shape_disabled', ''), 'session-shape', 'upstream_rejected'],
  [400, { message: '', type: '', code: '', param: '' }, 'request-refused', 'upstream_rejected'],
  [302, '', 'answered-by-another', 'upstream_rejected'],
  [413, '', 'request-refused', 'upstream_rejected'],
  [
    429,
    enclosed(
      '429',
      'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2023-05-15 have exceeded token rate limit of your current AIServices S0 pricing tier. Please retry after 86400 seconds.',
    ),
    'deployment-rate-limit',
    'upstream_rate_limited',
  ],
  [
    429,
    enclosed('429', 'Requests have exceeded call rate limit of your current tier.'),
    'deployment-rate-limit',
    'upstream_rate_limited',
  ],
  [429, '', 'deployment-rate-limit', 'upstream_rate_limited'],
  [
    429,
    enclosed(
      undefined,
      'The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load. Please retry after 20 seconds.',
    ),
    'azure-at-capacity',
    'upstream_rate_limited',
  ],
  [
    503,
    enclosed(undefined, 'The service is temporarily unable to process your request.'),
    'azure-at-capacity',
    'upstream_rate_limited',
  ],
  [503, '', 'azure-failed', 'upstream_error'],
  [
    500,
    enclosed('server_error', 'The server had an error while processing your request. Sorry about that!'),
    'azure-failed',
    'upstream_error',
  ],
  [500, '', 'azure-failed', 'upstream_error'],
  [502, '<html>Bad Gateway</html>', 'gateway-failed', 'upstream_error'],
];

describe('the diagnosis of an answer', () => {
  test.each(RECORDED)('%d %j is %s', (status, body, id, code) => {
    expect(diagnose(status, body)).toMatchObject({ id, code });
  });

  test.each(['OPPERATIONNOTSUPPORTED', 'operationnotsupported'])('does not depend on case: %s', (code) => {
    expect(diagnose(400, { error: { code } }).id).toBe('deployment-not-realtime');
  });

  test.each(['OppperationNotSupported', 'XOperationNotSupported', 'OperationNotSupportedYet'])(
    'does not take %s for the code it resembles',
    (code) => {
      expect(diagnose(400, { error: { code } }).id).toBe('request-refused');
    },
  );

  test('does not blame the caller’s deployment for a text that only mentions the words', () => {
    expect(diagnose(500, enclosed(undefined, realtimeOperation)).id).toBe('azure-failed');
  });

  test('never answers a refusal of our identity with the caller’s own 401 or 403', () => {
    for (const status of [401, 403]) expect(diagnose(status, '').code).toBe('upstream_auth');
  });

  test('exists for every status that is no success', () => {
    for (let status = 300; status < 600; status += 1) expect(diagnose(status, '').id).toBeTruthy();
  });
});

describe('the diagnosis of what is no answer', () => {
  test.each<[UpstreamSymptom['kind'], string, string]>([
    ['unreachable', 'azure-unreachable', 'upstream_error'],
    ['interrupted', 'azure-interrupted', 'upstream_error'],
    ['timeout', 'azure-slow', 'upstream_timeout'],
    ['invalid', 'answer-invalid', 'upstream_invalid_response'],
    ['answered', 'azure-failed', 'upstream_error'],
  ])('%s, without any further fact, is %s', (kind, id, code) => {
    expect(recognise({ kind })).toMatchObject({ id, code });
  });
});
