/** A refusal in words that nobody has reported, or in none: what its status alone says, and every cause that was reported with it. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import {
  ANSWERED_BY_ANOTHER,
  ASK_SUPPORT,
  CREATE_DEPLOYMENT,
  GRANT_ROLE,
  LIST_DEPLOYMENTS,
  LIST_MODELS,
  LIST_ROLES,
  LOGGED_ID,
  OPEN_FIREWALL,
  OTHER_TENANT,
  SET_ENDPOINT,
  SHOW_ACCOUNT,
  SHOW_SCOPE,
  SUCCEED_MODEL,
  SWITCH_SCOPE,
} from './fixes.ts';
import { CLIENT_ERRORS, REFUSED } from './statuses.ts';

export const FALLBACK_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'secret-refused',
    title: 'Azure does not take this client secret',
    seenAs: ['401 on /realtime/calls with a client secret'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', operation: 'calls', status: [401] }],
    causes: [
      {
        id: 'expired',
        cause: 'It has expired. A secret starts calls until `expires_at`.',
        check: {
          say: 'Compare expires_at of the mint with the time of the offer. A slow microphone prompt is enough to miss it.',
        },
        fix: { say: 'Mint right before the offer is sent, and once more after a 401.' },
      },
      {
        id: 'other-resource',
        cause: 'The secret belongs to another resource than the one that got the offer.',
        check: { say: 'Is the address of the offer the `url` of the same mint?' },
        fix: { say: 'Send the offer to the `url` of the mint’s answer.' },
      },
      {
        id: 'used',
        cause: 'A call has used it before. The documentation allows a second use, and people reported a refusal.',
        check: { say: 'Did a call start with it?' },
        fix: { say: 'Mint for each call.' },
      },
      {
        id: 'at-the-relay',
        cause:
          'The relay sent it. Its secret is seconds old, has one use and belongs to the same resource, so none of the causes above applies.',
        check: { say: 'Does the log line say "event":"relay"?' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'OpenAI’s specification; ReviewStage/luke#204; nobody captured the text of this answer',
    confidence: 'inferred',
  },
  {
    id: 'access-refused',
    title: 'Azure OpenAI refused the identity for a reason that this project does not know',
    seenAs: ['401 or 403 from Azure OpenAI with another text, or with none'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: REFUSED }],
    causes: [
      { id: 'role', cause: 'Most often the data role is missing.', check: LIST_ROLES, fix: GRANT_ROLE },
      {
        id: 'audience',
        cause: 'The token has another audience.',
        check: SHOW_SCOPE,
        fix: SWITCH_SCOPE,
      },
      OTHER_TENANT,
      {
        id: 'network',
        cause: 'The account’s network rules refuse the network that the request comes from.',
        check: SHOW_ACCOUNT,
        fix: OPEN_FIREWALL,
      },
      ANSWERED_BY_ANOTHER,
    ],
    source: 'none: nobody recorded or documented this answer',
    confidence: 'inferred',
  },
  {
    id: 'path-not-found',
    title: 'Azure OpenAI finds no realtime route at this address, or no model behind it',
    seenAs: ['404 Resource not found', '400 API version not supported'],
    code: 'upstream_rejected',
    patterns: [
      { kind: 'answered', status: [404] },
      // Our routes have no api-version: a request with one does not come from this app.
      { kind: 'answered', status: [400], message: /\bapi[- ]versions?\b/i },
    ],
    causes: [
      {
        id: 'no-openai-resource',
        cause: 'The resource is not an Azure OpenAI resource, or its host does not offer realtime.',
        check: SHOW_ACCOUNT,
        fix: SET_ENDPOINT,
      },
      {
        id: 'model-retired',
        cause: 'It worked before, and Azure has retired the model’s version since.',
        check: LIST_MODELS,
        fix: SUCCEED_MODEL,
      },
      {
        id: 'deployment-missing',
        cause: 'The resource has no deployment of that name. Somebody deleted it, or nobody made it.',
        check: LIST_DEPLOYMENTS,
        fix: CREATE_DEPLOYMENT,
      },
      ANSWERED_BY_ANOTHER,
    ],
    source:
      'christopherwoodland/Behavioral-Health-System; BerriAI/litellm#11116; hotovo/aider-desk#460; public probe note of 2026-06-10',
    confidence: 'reported',
  },
  {
    id: 'request-refused',
    title: 'Azure refused the request for a reason that this project does not know',
    seenAs: ['4xx from Azure OpenAI with a code that is not on this page'],
    code: 'upstream_rejected',
    patterns: [{ kind: 'answered', status: CLIENT_ERRORS }],
    causes: [
      {
        id: 'unknown',
        cause: 'Unknown. Nobody has documented or reported it for this route.',
        check: LOGGED_ID,
        fix: ASK_SUPPORT,
      },
      ANSWERED_BY_ANOTHER,
    ],
    source: 'none',
    confidence: 'inferred',
  },
];
