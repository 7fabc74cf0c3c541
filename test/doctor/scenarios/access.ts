/** Broken deployments, one cause each: who may do what, from where, with which token. */

import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import {
  ACCOUNT_NAME,
  ACCOUNT_RESOURCE_ID,
  IDENTITY_OBJECT_ID,
  RESOURCE_GROUP,
  SUBSCRIPTION_ID,
} from '../../../local/azure/foundation/directory.ts';
import { ROLES, type RoleDefinition } from '../../../local/azure/subscription/role-definitions.ts';
import type { Scenario } from '../support/scenario.ts';

const ANOTHER_IDENTITY = '7e0a1b2c-0000-4000-8000-0000000000f9';

/** The identity's role on the account, replaced by what is given. */
function assign(
  { subscription }: EmulatedAzure,
  { name: role }: RoleDefinition,
  { scope = ACCOUNT_RESOURCE_ID, principalId = IDENTITY_OBJECT_ID } = {},
): void {
  const isOurs = (held: { readonly principalId: string; readonly scope: string }) =>
    held.principalId === IDENTITY_OBJECT_ID && held.scope === ACCOUNT_RESOURCE_ID;
  subscription.roles.remove(isOurs);
  subscription.roles.put({ role, scope, principalId, principalType: 'ServicePrincipal', createdOnEpochMs: 0 });
}

export const ACCESS_SCENARIOS: readonly Scenario[] = [
  {
    name: 'a token scope that hides the deployment',
    breaks({ settings, switches }) {
      settings.set('realtime:tokenScope', 'https://ai.azure.com/.default');
      switches.set('mint.audiences', 'ai-masks-deployment');
    },
    args: ['--mint'],
    cause: 'token.scope',
    says: /^Azure refuses a token for https:\/\/ai\.azure\.com/,
    explains: ['mint.answer'],
  },
  {
    name: 'Owner, but no data role',
    breaks: (azure) =>
      assign(azure, ROLES.owner, { scope: `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${RESOURCE_GROUP}` }),
    cause: 'roles.account',
    says: /^id-local .* lacks Cognitive Services OpenAI User on oai-local: it has Owner, which has no such data action\.$/,
  },
  {
    name: 'the role at a project’s scope',
    breaks: (azure) => assign(azure, ROLES.openAiUser, { scope: `${ACCOUNT_RESOURCE_ID}/projects/voice` }),
    cause: 'roles.account',
    says: /has Cognitive Services OpenAI User at projects\/voice only/,
  },
  {
    name: 'the role given to another identity',
    breaks: (azure) => assign(azure, ROLES.openAiUser, { principalId: ANOTHER_IDENTITY }),
    cause: 'roles.account',
    says: new RegExp(`another identity has it \\(principal ${ANOTHER_IDENTITY}\\)`),
  },
  {
    name: 'key authentication left on',
    breaks: ({ switches }) => switches.set('mint.localAuth', 'on'),
    cause: 'resource.keys',
    says: /^Key authentication of oai-local is on\.$/,
    isWarning: true,
  },
  {
    name: 'a firewall',
    breaks: ({ subscription }) =>
      subscription.putAccount(ACCOUNT_NAME, {
        networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.7' }], virtualNetworkRules: [] },
      }),
    args: ['--mint'],
    cause: 'resource.network',
    says: /^The firewall of oai-local refuses every network but the listed ones \(subnets: 0, addresses: 1\)\.$/,
    explains: ['mint.answer'],
  },
  {
    name: 'the origin of a page that is not among the allowed ones',
    breaks: () => undefined,
    args: ['--origin', 'https://app.example.com'],
    cause: 'settings.origins',
    says: /^https:\/\/app\.example\.com is not among the origins that may call \(http:\/\/localhost:3000\)\.$/,
    explains: ['app.cors'],
  },
];
