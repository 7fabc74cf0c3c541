/** Azure OpenAI refuses our identity, in words that are known. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import {
  ASK_SUPPORT,
  CUSTOM_SUBDOMAIN,
  GRANT_ROLE,
  LIST_ROLES,
  OTHER_TENANT,
  SET_ENDPOINT,
  SHOW_ACCOUNT,
  SHOW_SCOPE,
  SWITCH_SCOPE,
} from './fixes.ts';
import { REFUSED } from './statuses.ts';

export const ACCESS_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'tenant-mismatch',
    title: 'The token and the resource belong to different tenants',
    seenAs: [
      'Tenant provided in token does not match resource token: Token tenant … does not match resource tenant.',
      'InvalidAuthenticationTokenTenant',
    ],
    code: 'upstream_auth',
    patterns: [
      {
        kind: 'answered',
        code: /^Tenant provided in token does not match|^Invalid(?:AuthenticationToken)?(?:Issuer|Tenant)$|^TenantMismatch$/i,
      },
      {
        kind: 'answered',
        status: [400, ...REFUSED],
        message: /does not match (?:the )?resource.{0,3} tenant|tenant provided in token|wrong issuer/i,
      },
      {
        kind: 'answered',
        status: REFUSED,
        message:
          /\btenant\b.{0,80}\b(?:mismatch|does(?: not|n't) match)\b|\bdoes(?: not|n't) match\b.{0,80}\btenant\b|issuer validation failed/i,
      },
    ],
    causes: [
      OTHER_TENANT,
      {
        id: 'other-resource',
        cause: 'You call a resource of another tenant than the one you mean.',
        check: SHOW_ACCOUNT,
        fix: SET_ENDPOINT,
      },
    ],
    source: 'Azure-Samples/ai-rag-chat-evaluator#94; Azure/azure-dev#5974; Azure-Samples/azure-search-openai-demo#85',
    confidence: 'reported',
  },
  {
    id: 'role-missing',
    title: 'The identity lacks the data role on the Azure OpenAI account',
    seenAs: [
      'PermissionDenied: The principal … lacks the required data action Microsoft.CognitiveServices/accounts/OpenAI/…',
      'Principal does not have access to API/Operation',
    ],
    code: 'upstream_auth',
    patterns: [
      { kind: 'answered', status: REFUSED, code: /^PermissionDenied$/i },
      { kind: 'answered', status: REFUSED, message: /lacks the required data action/i },
      { kind: 'answered', status: REFUSED, message: /does not have access to API\/Operation/i },
    ],
    causes: [
      {
        id: 'absent',
        cause:
          'The identity does not have the role Cognitive Services OpenAI User at the account. Owner and Contributor do not include it.',
        check: LIST_ROLES,
        fix: GRANT_ROLE,
      },
      {
        id: 'propagating',
        cause: 'Somebody assigned the role minutes ago, and it does not count yet.',
        check: { ...LIST_ROLES, say: 'The last column tells when.' },
        fix: { say: 'Wait five minutes. With a token from before the assignment it can take longer.' },
      },
      {
        id: 'other-identity',
        cause: 'Another identity than the one in AZURE_CLIENT_ID has the role.',
        check: {
          run: 'az identity list -g $RG --query "[].{name:name,client:clientId,principal:principalId}" -o table',
        },
        fix: GRANT_ROLE,
      },
      {
        id: 'project-scope',
        cause: 'The identity has the role at a Foundry project, and that does not cover /openai/v1.',
        check: LIST_ROLES,
        fix: GRANT_ROLE,
      },
    ],
    source: 'Microsoft Entra configuration page; davrous/AzureAgentToM365#3; microsoft/ai-agent-evals#43',
    confidence: 'reported',
  },
  {
    id: 'token-audience',
    title: 'Azure OpenAI does not accept the token’s audience, tenant or age',
    seenAs: [
      'Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.',
    ],
    code: 'upstream_auth',
    patterns: [
      {
        kind: 'answered',
        status: REFUSED,
        message: /audience (?:is incorrect|validation failed)|access token is missing/i,
      },
      {
        kind: 'answered',
        operation: 'client_secrets',
        status: REFUSED,
        code: /^(?:ExpiredAuthenticationToken|Invalid(?:AuthenticationToken)?Audience|InvalidAuthenticationToken|(?:expired|invalid)_token|token_expired)$/i,
      },
      { kind: 'answered', operation: 'client_secrets', status: REFUSED, message: /\btoken\b.{0,60}\bexpired?\b/i },
    ],
    causes: [
      {
        id: 'other-audience',
        cause: 'The token’s audience is not the one that this resource accepts.',
        check: SHOW_SCOPE,
        fix: SWITCH_SCOPE,
      },
      OTHER_TENANT,
    ],
    source: 'Microsoft Entra configuration page, troubleshooting',
    confidence: 'documented',
  },
  {
    id: 'resource-mismatch',
    title: 'The credential belongs to another resource, or the endpoint is a regional one',
    seenAs: [
      'Access denied due to invalid subscription key or wrong API endpoint.',
      'A Virtual Network is configured for this resource. Please use the correct endpoint for making requests.',
    ],
    code: 'upstream_auth',
    patterns: [
      { kind: 'answered', status: REFUSED, message: /(?:invalid|missing) subscription key/i },
      { kind: 'answered', status: REFUSED, message: /use the correct endpoint for making requests/i },
    ],
    causes: [
      {
        id: 'other-resource',
        cause: 'You call another resource than the one on which the identity has its role.',
        check: SHOW_ACCOUNT,
        fix: SET_ENDPOINT,
      },
      {
        id: 'no-subdomain',
        cause: 'The resource has no custom subdomain.',
        check: SHOW_ACCOUNT,
        fix: CUSTOM_SUBDOMAIN,
      },
    ],
    source: 'Azure/azure-sdk-for-js, recording of a sibling service; continuedev/continue#12547',
    confidence: 'reported',
  },
  {
    id: 'keys-disabled',
    title: 'The request has a key, and the resource takes none',
    seenAs: ['AuthenticationTypeDisabled: Key based authentication is disabled for this resource.'],
    code: 'upstream_auth',
    patterns: [
      { kind: 'answered', status: REFUSED, code: /^AuthenticationTypeDisabled$/i },
      { kind: 'answered', status: REFUSED, message: /key[ -]based authentication is disabled/i },
    ],
    causes: [
      {
        id: 'key-added-on-the-way',
        cause: 'The request has an api-key header. This endpoint sends none, so something on the way adds it.',
        check: {
          run: 'az functionapp config appsettings list -g $RG -n $FN --query "[].name"',
          ownCode: { say: 'Does your code, or something on the way, send one?' },
        },
        fix: {
          say: 'Remove the gateway’s key; the managed identity’s token is enough.',
          ownCode: { say: 'Send an Entra token as Authorization: Bearer instead of the key.' },
        },
      },
    ],
    source: 'several reports of the message, also without the code: BerriAI/litellm#21814',
    confidence: 'reported',
  },
  {
    id: 'resource-suspended',
    title: 'Azure has blocked the resource',
    seenAs: ['resource has been temporarily blocked'],
    code: 'upstream_auth',
    patterns: [
      { kind: 'answered', status: REFUSED, code: /^(?:ReadOnlyDisabledSubscription|SubscriptionDisabled)$/i },
      { kind: 'answered', status: REFUSED, message: /temporarily blocked/i },
      {
        kind: 'answered',
        status: REFUSED,
        message: /\b(?:account|resource|subscription)\b.{0,80}\b(?:is|was|has been) (?:blocked|disabled|suspended)\b/i,
      },
    ],
    causes: [
      {
        id: 'suspended',
        cause: 'Abuse monitoring suspended it.',
        check: { say: 'The account’s page in the portal.' },
        fix: ASK_SUPPORT,
      },
      {
        id: 'subscription-disabled',
        cause: 'The subscription is disabled because it has reached its spending limit or has an unpaid bill.',
        check: { run: 'az account show --subscription $SUB --query state' },
        fix: { say: 'The subscription’s page in the portal says what to pay or raise.' },
      },
    ],
    source: 'Azure OpenAI troubleshooting page',
    confidence: 'documented',
  },
];
