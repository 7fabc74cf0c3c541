/** Azure OpenAI refuses our identity, or the network that we come from. */
import type { UpstreamEntry } from './catalogue-entry.ts';
import {
  ASK_SUPPORT,
  CUSTOM_SUBDOMAIN,
  GRANT_ROLE,
  LIST_ROLES,
  OPEN_FIREWALL,
  PRIVATE_DNS,
  SET_ENDPOINT,
  SHOW_ACCOUNT,
  SHOW_SCOPE,
  SWITCH_SCOPE,
} from './fixes.ts';

const REFUSED = [401, 403];

export const ACCESS_ENTRIES: readonly UpstreamEntry[] = [
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
        cause: 'Cognitive Services OpenAI User is not assigned at the account. Owner and Contributor do not count.',
        check: LIST_ROLES,
        fix: GRANT_ROLE,
      },
      {
        id: 'propagating',
        cause: 'The role was assigned minutes ago and has not propagated.',
        check: { ...LIST_ROLES, say: 'The last column tells when.' },
        fix: { say: 'Wait five minutes; a token that was issued before may keep the old answer longer.' },
      },
      {
        id: 'other-identity',
        cause: 'The role is assigned to another identity than the one in AZURE_CLIENT_ID.',
        check: {
          run: 'az identity list -g $RG --query "[].{name:name,client:clientId,principal:principalId}" -o table',
        },
        fix: GRANT_ROLE,
      },
      {
        id: 'project-scope',
        cause: 'The role is assigned at a Foundry project, which does not cover /openai/v1.',
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
    patterns: [{ kind: 'answered', status: REFUSED, message: /audience is incorrect|access token is missing/i }],
    causes: [
      {
        id: 'other-audience',
        cause: 'The token’s audience is not the one that this resource accepts.',
        check: SHOW_SCOPE,
        fix: SWITCH_SCOPE,
      },
      {
        id: 'other-tenant',
        cause: 'The identity belongs to another tenant than the resource.',
        check: { run: 'az account show --query tenantId', say: 'And the tenant of the resource’s subscription?' },
        fix: { say: 'Use an identity of the resource’s tenant.' },
      },
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
      { kind: 'answered', status: REFUSED, message: /invalid subscription key or wrong API endpoint/i },
      { kind: 'answered', status: REFUSED, message: /use the correct endpoint for making requests/i },
    ],
    causes: [
      {
        id: 'other-resource',
        cause: 'realtime:endpoint names another resource than the identity has its role on.',
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
    title: 'A key was sent to a resource that takes none',
    seenAs: ['AuthenticationTypeDisabled: Key based authentication is disabled for this resource.'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: REFUSED, code: /^AuthenticationTypeDisabled$/i }],
    causes: [
      {
        id: 'key-added-on-the-way',
        cause: 'Something between this app and Azure adds an api-key header: this app sends none.',
        check: { run: 'az functionapp config appsettings list -g $RG -n $FN --query "[].name"' },
        fix: { say: 'Remove the gateway’s key; the managed identity’s token is enough.' },
      },
    ],
    source: 'several reports of the message',
    confidence: 'reported',
  },
  {
    id: 'firewall',
    title: 'The account’s firewall refuses this app',
    seenAs: ['Access denied due to Virtual Network/Firewall rules.'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: [403], message: /Virtual Network\/Firewall rules/i }],
    causes: [
      {
        id: 'network-not-allowed',
        cause: 'The account allows chosen networks only, and the function app’s is not one of them.',
        check: SHOW_ACCOUNT,
        fix: OPEN_FIREWALL,
      },
    ],
    source: 'Azure-Samples/azure-sql-db-chatbot#3',
    confidence: 'reported',
  },
  {
    id: 'public-access-disabled',
    title: 'The account has no public access, and its name resolves to the public address',
    seenAs: ['Public access is disabled. Please configure private endpoint.'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: [403], message: /Public access is disabled/i }],
    causes: [
      {
        id: 'public-address',
        cause: 'The function app does not resolve the account’s private endpoint.',
        check: { run: 'nslookup $ACC.openai.azure.com', say: 'From the app’s network: the address must be private.' },
        fix: PRIVATE_DNS,
      },
    ],
    source: 'TabularEditor/TabularEditor3#1557',
    confidence: 'reported',
  },
  {
    id: 'resource-suspended',
    title: 'Azure has blocked the resource',
    seenAs: ['resource has been temporarily blocked'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: [403], message: /temporarily blocked/i }],
    causes: [
      {
        id: 'suspended',
        cause: 'Abuse monitoring suspended it.',
        check: { say: 'The account’s page in the portal.' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'Azure OpenAI troubleshooting page',
    confidence: 'documented',
  },
  {
    id: 'secret-refused',
    title: 'Azure does not take this client secret',
    seenAs: ['401 on /realtime/calls with a client secret'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', operation: 'calls', status: [401] }],
    causes: [
      {
        id: 'expired',
        cause: 'It has expired: it starts calls until `expires_at` and not after.',
        check: { say: 'expires_at of the mint against the time of the offer. A slow microphone prompt is enough.' },
        fix: { say: 'Mint right before the offer is sent, and once more after a 401.' },
      },
      {
        id: 'other-resource',
        cause: 'It is of another resource than the one that the offer was sent to.',
        check: { say: 'Is the address of the offer the `url` of the same mint?' },
        fix: { say: 'Send the offer to the `url` of the mint’s answer.' },
      },
      {
        id: 'used',
        cause: 'It has been used before: a second use is documented as possible, and a refusal was reported.',
        check: { say: 'Was a call started with it?' },
        fix: { say: 'Mint for each call.' },
      },
      {
        id: 'at-the-relay',
        cause:
          'The relay sent it: its secret is seconds old, used once and of the same resource, so that none of these applies.',
        check: { say: 'Does the line of the log say "event":"relay"?' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'OpenAI’s specification; ReviewStage/luke#204; the text of this answer was never captured',
    confidence: 'inferred',
  },
  {
    id: 'access-refused',
    title: 'Azure OpenAI refused the identity for a reason that is not known here',
    seenAs: ['401 or 403 from Azure OpenAI with another text, or with none'],
    code: 'upstream_auth',
    patterns: [{ kind: 'answered', status: REFUSED }],
    causes: [
      { id: 'role', cause: 'Most often the data role is missing.', check: LIST_ROLES, fix: GRANT_ROLE },
      {
        id: 'audience',
        cause: 'The token’s audience is another.',
        check: SHOW_SCOPE,
        fix: SWITCH_SCOPE,
      },
    ],
    source: 'none: this answer is not recorded or documented',
    confidence: 'inferred',
  },
];
