/** The deployment is not what the settings believe it to be. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import {
  CREATE_DEPLOYMENT,
  CREATE_TRANSCRIPTION,
  LIST_DEPLOYMENTS,
  LIST_MODELS,
  REPLACE_DEPLOYMENT,
  SET_DEPLOYMENT,
  SHOW_DEPLOYMENT_AGE,
  SHOW_SCOPE,
  SUCCEED_MODEL,
  SWITCH_SCOPE,
  WAIT_FIVE_MINUTES,
} from './fixes.ts';

/** Azure spells it OpperationNotSupported on the GA routes and OperationNotSupported on others. */
const OPERATION_NOT_SUPPORTED = /^Opp?erationNotSupported$/i;

/** Azure says "not supported" of a model in more than one way; each is a refusal of what was asked for, never a fault. */
const REFUSALS = [400, 403, 404];

export const DEPLOYMENT_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'model-retired',
    title: 'The model version behind the deployment is retired',
    seenAs: ['410 Gone', 'The model associated with the deployment is deprecated and no longer available for use.'],
    code: 'upstream_rejected',
    patterns: [
      { kind: 'answered', status: [410] },
      { kind: 'answered', code: /model_?(?:version_?)?(?:deprecated|retired)$|^(?:deprecated|retired)_?model/i },
      {
        kind: 'answered',
        status: REFUSALS,
        message:
          /\bmodel\b.{0,120}\b(?:(?:is|was|has been) (?:decommissioned|deprecated|discontinued|retired|shut down|sunset)|reached (?:its )?(?:end[ -]of[ -]life|retirement))\b/i,
      },
      { kind: 'answered', status: REFUSALS, message: /\bmodel\b[^,]{0,80}\bno longer (?:available|supported)\b/i },
      { kind: 'answered', status: REFUSALS, message: /\b(?:deprecated|retired) model\b/i },
    ],
    causes: [
      {
        id: 'retired',
        cause: 'Azure has retired the version that the deployment runs. From that day on it refuses every request.',
        check: { ...LIST_MODELS, say: 'Has the version’s end passed, or does the list not have the version any more?' },
        fix: SUCCEED_MODEL,
      },
    ],
    source: 'Azure OpenAI model retirements page; pollinations/pollinations#9851',
    confidence: 'documented',
  },
  {
    id: 'deployment-not-realtime',
    title: 'Azure says that the realtime operation does not work with this deployment’s model',
    seenAs: [
      'OpperationNotSupported: The realtime operation does not work with the specified model.',
      'OperationNotSupported … Please choose different model and try again.',
    ],
    code: 'deployment_not_realtime',
    patterns: [
      { kind: 'answered', code: OPERATION_NOT_SUPPORTED },
      { kind: 'answered', code: /^(?:invalid_model|model_?not_?supported|unsupported_?model)$/i },
      { kind: 'answered', status: REFUSALS, message: /operation does not work with the specified model/i },
      {
        kind: 'answered',
        status: REFUSALS,
        message: /\bnot (?:available|supported|offered|enabled) in .{0,60}\bregion/i,
      },
      {
        kind: 'answered',
        status: REFUSALS,
        message:
          /\bmodel\b.{0,120}\b(?:not supported (?:by|for|in|with) (?:the )?realtime|does(?: not|n't) support (?:the )?realtime)\b/i,
      },
    ],
    causes: [
      {
        id: 'model-of-another-kind',
        cause:
          'The deployment has that name, but its base model is not a realtime model. It is a chat, audio, transcription or translation model. A deployment’s name says nothing about its model.',
        check: LIST_DEPLOYMENTS,
        fix: REPLACE_DEPLOYMENT,
      },
      {
        id: 'model-of-live',
        cause:
          'The deployment runs gpt-live, which has no client secrets: a server creates each session, with the page’s offer inside.',
        check: LIST_DEPLOYMENTS,
        fix: {
          say: 'Name the deployment in a profile with "api": "live", and call POST /api/live/sessions. For Realtime set realtime:deployment to a realtime deployment.',
          withTargets: {
            say: 'Name the deployment in a profile with "api": "live", and call POST /api/live/sessions. For Realtime set deployment of that target in realtime:targets to a realtime deployment.',
          },
          ownCode: { say: 'Create the session at /openai/v1/live/sessions, or call a realtime deployment.' },
        },
      },
      {
        id: 'name-of-a-model',
        cause: 'The request names a model, and no deployment of this resource has that name.',
        check: { ...LIST_DEPLOYMENTS, say: 'Is the name in the first column?' },
        fix: SET_DEPLOYMENT,
      },
      {
        id: 'region-without-realtime',
        cause: 'The resource’s region does not offer a realtime model.',
        check: LIST_MODELS,
        fix: {
          say: 'Create the account in a region that lists the model, such as eastus2 or swedencentral, and set realtime:endpoint and realtime:deployment to it.',
          withTargets: {
            say: 'Create the account in a region that lists the model, such as eastus2 or swedencentral, and make it that target of realtime:targets.',
          },
          ownCode: {
            say: 'Create the account in a region that lists the model, such as eastus2 or swedencentral, deploy it there, and call that account.',
          },
        },
      },
      {
        id: 'token-audience',
        cause: 'The token has the audience ai.azure.com, and this route then hides the deployment.',
        check: SHOW_SCOPE,
        fix: SWITCH_SCOPE,
      },
      {
        id: 'too-young',
        cause: 'The deployment is less than five minutes old.',
        check: SHOW_DEPLOYMENT_AGE,
        fix: WAIT_FIVE_MINUTES,
      },
      {
        id: 'model-retired',
        cause: 'It worked before, and Azure has retired the model’s version since.',
        check: LIST_MODELS,
        fix: CREATE_DEPLOYMENT,
      },
    ],
    source:
      'Microsoft Q&A 5863943, 5828199, 5916641, 5912093; application reports; nobody settled the cause of the first one',
    confidence: 'reported',
  },
  {
    id: 'deployment-not-found',
    title: 'The resource has no deployment of that name',
    seenAs: [
      'DeploymentNotFound: The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
      'The requested model … does not exist.',
      'model_not_found, unknown_model',
    ],
    code: 'deployment_not_found',
    patterns: [
      {
        kind: 'answered',
        code: /^(?:(?:deployment|model)_?not_?found|(?:invalid|unknown)_?(?:deployment|model)(?:_?(?:error|name))?)$/i,
      },
      {
        kind: 'answered',
        status: REFUSALS,
        message: /\b(?:deployment|model)\b.{0,120}\b(?:does not exist|(?:was |could )?not (?:be )?found)\b/i,
      },
      {
        kind: 'answered',
        status: REFUSALS,
        message:
          /\b(?:(?:cannot|could not|unable to) find(?: the)?|invalid|no such|unknown) (?:deployment|model)\b|\bno deployment\b/i,
      },
    ],
    causes: [
      {
        id: 'name-of-a-model',
        cause: 'The request names a model instead of a deployment.',
        check: LIST_DEPLOYMENTS,
        fix: SET_DEPLOYMENT,
      },
      {
        id: 'other-resource',
        cause: 'The deployment is in another resource than the one that you call.',
        check: {
          run: 'az cognitiveservices account list --query "[].{name:name,endpoint:properties.endpoint}" -o table',
        },
        fix: {
          say: 'Set realtime:endpoint to the resource that has the deployment.',
          withTargets: {
            say: 'Set endpoint of that target in realtime:targets to the resource that has the deployment.',
          },
          ownCode: { say: 'Call the resource that has the deployment.' },
        },
      },
      {
        id: 'too-young',
        cause: 'The deployment is less than five minutes old.',
        check: SHOW_DEPLOYMENT_AGE,
        fix: WAIT_FIVE_MINUTES,
      },
      { id: 'absent', cause: 'Nobody has created this deployment.', check: LIST_DEPLOYMENTS, fix: CREATE_DEPLOYMENT },
      {
        id: 'transcription-model',
        cause: 'The missing deployment is the one for transcription, in audio.input.transcription.',
        check: {
          say: 'Does the log line’s upstreamParam name the transcription?',
          ownCode: { say: 'Does param of the error name the transcription?' },
        },
        fix: CREATE_TRANSCRIPTION,
      },
    ],
    source:
      'Azure’s own message; chatboxai/chatbox#861, #646; MicrosoftDocs/azure-docs#114013; anomalyco/opencode#2057',
    confidence: 'reported',
  },
];
