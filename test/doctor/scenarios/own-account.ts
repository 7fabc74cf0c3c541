/** What people have who never had anything of ours: their own account, deployment and code. */

import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { IDENTITY_OBJECT_ID } from '../../../local/azure/foundation/directory.ts';
import type { Deployment } from '../../../local/azure/subscription/account.ts';
import { ACCOUNT } from '../support/own-account.ts';
import type { OwnScenario } from '../support/own-scenario.ts';

const at = ({ subscription }: EmulatedAzure, path: string): string =>
  `${subscription.findAccount(ACCOUNT)?.endpoint}${path}`;

/** Something pasted out of code, and the same after the advice. */
const pasted = (path: string): Pick<OwnScenario, 'args' | 'next' | 'causes' | 'advises'> => ({
  args: (azure) => ['--account', at(azure, path)],
  causes: ['endpoint.form'],
  advises: /^In your code: POST \S+\/openai\/v1\/realtime\/client_secrets for a secret .* session\.model/m,
  next: (azure) => ['--account', at(azure, '/openai/v1/realtime/client_secrets')],
});

export const OWN_SCENARIOS: readonly OwnScenario[] = [
  {
    name: 'three deployments, and none of them realtime',
    account: { deployments: { chat: 'gpt-4o', 'gpt-realtime': 'gpt-4o', ears: 'gpt-realtime-whisper' } },
    causes: ['deployment.exists'],
    says: /^oai-theirs has no deployment of a realtime model\.$/,
    advises: /^In your request session\.model is "gpt-realtime-mini", after:$/m,
  },
  {
    name: 'the model’s name in place of the deployment’s',
    args: () => ['--account', ACCOUNT, '--deployment', 'gpt-realtime'],
    causes: ['deployment.exists'],
    says: /That is the name of a model; its deployment is named voice\.$/,
    advises: /^In your request session\.model is "voice"\.$/m,
    next: () => ['--account', ACCOUNT, '--deployment', 'voice'],
  },
  {
    name: 'a transcription model behind a name of one’s own',
    account: { deployments: { voice: 'gpt-realtime-whisper', spare: 'gpt-realtime-mini' } },
    args: () => ['--account', ACCOUNT, '--deployment', 'voice'],
    causes: ['deployment.model'],
    says: /^The deployment voice has the base model gpt-realtime-whisper, which is a transcription model/,
    advises: /^Or use spare, which is there\. In your request session\.model is "spare"\.$/m,
    next: () => ['--account', ACCOUNT, '--deployment', 'spare'],
  },
  {
    name: 'a model of the other voice API, GPT-Live',
    account: { deployments: { live: 'gpt-live-1', spare: 'gpt-realtime-mini' } },
    args: () => ['--account', ACCOUNT, '--deployment', 'live'],
    causes: ['deployment.model'],
    says: /^The deployment live has the base model gpt-live-1, which is of the Live API and not of the Realtime API\.$/,
    advises: /live takes POST \/openai\/v1\/live\/sessions, which is asked without a client secret\. /,
    next: () => ['--account', ACCOUNT, '--deployment', 'spare'],
  },
  {
    name: 'a deployment that another account has',
    args: () => ['--account', ACCOUNT, '--deployment', 'voice-assistant'],
    causes: ['deployment.exists'],
    says: /the account oai-local in rg-local has one\.$/,
    advises: /^To use that account; .* In your request the address is http:\/\/127\.0\.0\.1:\d+\/openai\/v1/m,
    next: () => ['--account', 'oai-local', '--deployment', 'voice-assistant'],
  },
  {
    name: 'a deployment that failed',
    breaks({ subscription }) {
      const held = subscription.findAccount(ACCOUNT)?.deployments.get('voice') as Deployment;
      subscription.putDeployment(ACCOUNT, { ...held, provisioningState: 'Failed' }, 0);
    },
    causes: ['deployment.state'],
    says: /^Azure says that voice is Failed\.$/,
  },
  {
    name: 'a version that Azure has retired',
    account: { deployments: { voice: 'gpt-realtime-mini' } },
    breaks: ({ switches }) => switches.set('account.modelState', 'Deprecated'),
    causes: ['deployment.version'],
    says: /is retired: Azure answers its calls with 410\.$/,
    advises: /^It is time to try .* In your request session\.model is "\S+", after:$/m,
    next: () => ['--account', ACCOUNT],
  },
  {
    name: 'a region without realtime',
    account: { account: { location: 'uaenorth' }, deployments: {} },
    causes: ['resource.region'],
    says: /^The region uaenorth offers no realtime model\.$/,
    advises:
      /^eastus2 has it\. In your request session\.model is "gpt-realtime-mini", and the address https:\/\/oai-theirs-eastus2\.openai\.azure\.com, after:$/m,
    next: () => ['--account', `${ACCOUNT}-eastus2`],
  },
  {
    name: 'no custom subdomain',
    account: { account: { customSubDomainName: undefined } },
    causes: ['resource.subdomain'],
    says: /^oai-theirs has no custom subdomain, and therefore takes no Entra token\.$/,
    advises: /it changes the endpoint: https:\/\/oai-theirs\.openai\.azure\.com\.$/m,
  },
  {
    name: 'an account of another service',
    account: { account: { kind: 'SpeechServices' }, deployments: {} },
    causes: ['resource.found'],
    says: /^oai-theirs is an account of the kind SpeechServices, which has no Azure OpenAI\.$/,
    next: () => ['--account', `${ACCOUNT}-openai`],
    remains: ['deployment.exists'],
  },
  {
    name: 'a firewall that lets nobody in',
    account: {
      account: { networkAcls: { defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] } },
    },
    causes: ['resource.network'],
    says: /^The firewall of oai-theirs refuses every network but the listed ones/,
    advises: /^For a server a rule for its network is enough\. Browsers post their offers from anywhere/m,
  },
  {
    name: 'Owner, without the data role',
    account: { user: undefined },
    causes: ['roles.account'],
    says: /^You lack Cognitive Services OpenAI User on oai-theirs: you have Owner, which has no such data action\.$/,
  },
  {
    name: 'a service’s identity without the role, and a chat model: two faults',
    account: { deployments: { voice: 'gpt-4o' } },
    args: () => ['--account', ACCOUNT, '--deployment', 'voice', '--principal', IDENTITY_OBJECT_ID],
    causes: ['deployment.model', 'roles.account'],
    says: /^The principal 7e0a1b2c-\S+ lacks Cognitive Services OpenAI User on oai-theirs\b/m,
    next: () => ['--account', ACCOUNT, '--principal', IDENTITY_OBJECT_ID],
  },
  {
    name: 'a token scope that the account does not take',
    breaks: ({ switches }) => switches.set('mint.audiences', 'ai'),
    causes: ['token.scope'],
    says: /^Azure refuses a token for https:\/\/cognitiveservices\.azure\.com\/\.default, and takes one for https:\/\/ai\./,
    advises: /^In your request the token is one of the scope https:\/\/ai\.azure\.com\/\.default\.$/m,
    remains: ['token.scope'],
  },
  {
    name: 'the preview’s path, with its version',
    ...pasted('/openai/realtimeapi/sessions?api-version=2025-04-01-preview'),
    says: /^Its path \/openai\/realtimeapi\/sessions belongs to the preview API\. It has api-version=2025-04-01-preview/,
  },
  {
    name: 'the right path, with a version',
    ...pasted('/openai/v1/realtime/client_secrets?api-version=preview'),
    says: /^It has api-version=preview, and the GA routes refuse every api-version/,
  },
  {
    name: 'the preview’s WebSocket, which names the deployment',
    ...pasted('/openai/realtime?api-version=2024-10-01-preview&deployment=voice'),
    says: /\/v1 is missing after \/openai\. .* It names the deployment with deployment=/,
  },
  {
    name: 'the path of the other voice API',
    ...pasted('/openai/v1/live/sessions'),
    says: /^Its path \/openai\/v1\/live\/sessions belongs to GPT-Live, the other voice API\.$/,
  },
  {
    name: 'the path of OpenAI’s own service',
    ...pasted('/v1/realtime/client_secrets'),
    says: /^Its path \/v1\/realtime\/client_secrets lacks \/openai before \/v1/,
  },
  {
    name: 'a path that names the deployment',
    ...pasted('/openai/deployments/voice/realtime'),
    says: /^Its path \/openai\/deployments\/voice\/realtime names the deployment, and no realtime route does\.$/,
  },
];
