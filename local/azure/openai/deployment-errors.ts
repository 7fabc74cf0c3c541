/** What is said where the deployment is absent, is of another kind, or its model is retired: rows of the switch `mint.error`. */
import { api, gateway } from './envelopes.ts';

const MODEL_MISMATCH = 'The realtime operation does not work with the specified model.';

export const DEPLOYMENT_ERRORS = {
  'deployment-not-found': {
    status: 404,
    body: gateway(
      'DeploymentNotFound',
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    ),
    source: 'reported',
  },
  'resource-not-found': { status: 404, body: gateway('404', 'Resource not found'), source: 'reported' },
  'model-retired': {
    status: 410,
    body: JSON.stringify({
      error: {
        message: 'The model associated with the deployment is deprecated and no longer available for use.',
      },
    }),
    source: 'documented (status), reported (text); envelope own',
  },
  'model-does-not-exist': {
    status: 404,
    body: api('model_not_found', "The requested model 'gpt-realtime' does not exist.", null),
    source: 'reported; envelope own',
  },
  'unknown-model': {
    status: 400,
    body: gateway('unknown_model', 'Unknown model: gpt-realtime'),
    source: 'reported of other operations; text own',
  },
  'invalid-model': {
    status: 400,
    body: api('invalid_model', 'The model of this deployment is not one of the Realtime API.', 'session.model'),
    source: 'reported of GPT-Live (OpenAI host); text own',
  },
  'opperation-not-supported': {
    status: 400,
    body: gateway('OpperationNotSupported', MODEL_MISMATCH),
    source: 'reported',
  },
  'operation-not-supported': {
    status: 400,
    body: gateway('OperationNotSupported', MODEL_MISMATCH),
    source: 'reported',
  },
  'opperation-not-supported-long': {
    status: 400,
    body: gateway('OpperationNotSupported', `${MODEL_MISMATCH} Please choose different model and try again.`),
    source: 'reported (socket)',
  },
  'operation-not-supported-chat': {
    status: 400,
    body: gateway(
      'OperationNotSupported',
      'The chatCompletion operation does not work with the specified model, gpt-4o-mini. Please choose different model and try again. You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.',
    ),
    source: 'reported',
  },
} as const;
