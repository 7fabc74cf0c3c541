/** What goes wrong on Azure’s side, before there is a secret. */
import type { Scenario } from './scenario.ts';

const MINT_ERROR = 'mint.error';

const DEPLOYMENT: readonly Scenario[] = [
  {
    id: 'chat-model',
    title: 'The deployment is a chat model',
    sentence: 'It exists and its name is right, and still Azure says OpperationNotSupported.',
    group: 'The deployment',
    switches: [{ name: 'account.deploymentModel', value: 'gpt-4o' }],
    expects: 'deployment-not-realtime',
  },
  {
    id: 'deployment-missing',
    title: 'The deployment does not exist',
    sentence: 'The setting holds the name of a model, or of a deployment of another resource.',
    group: 'The deployment',
    switches: [{ name: MINT_ERROR, value: 'deployment-not-found' }],
    expects: 'deployment-not-found',
  },
  {
    id: 'model-retired',
    title: 'The model is retired',
    sentence: 'It worked for a year and more, and from one day on Azure answers 410.',
    group: 'The deployment',
    switches: [{ name: MINT_ERROR, value: 'model-retired' }],
    expects: 'model-retired',
  },
  {
    id: 'session-shape',
    title: 'The session has the beta’s shape',
    sentence: 'Azure’s GA routes refuse a field that the preview took.',
    group: 'The deployment',
    switches: [{ name: MINT_ERROR, value: 'invalid-type' }],
    expects: 'session-shape',
  },
];

const ACCESS: readonly Scenario[] = [
  {
    id: 'role-missing',
    title: 'The identity has no role',
    sentence: 'Nobody gave the managed identity the data role, or minutes ago only.',
    group: 'Access to Azure',
    switches: [{ name: MINT_ERROR, value: 'permission-denied' }],
    expects: 'role-missing',
  },
  {
    id: 'token-audience',
    title: 'The identity’s token is for another audience',
    sentence: 'There are two token scopes, and this resource takes the other one.',
    group: 'Access to Azure',
    switches: [{ name: MINT_ERROR, value: 'token-refused' }],
    expects: 'token-audience',
  },
  {
    id: 'firewall',
    title: 'The account’s firewall is closed',
    sentence: 'The account allows chosen networks, and the function app is in none of them.',
    group: 'Access to Azure',
    switches: [{ name: MINT_ERROR, value: 'firewall' }],
    expects: 'firewall',
  },
  {
    id: 'public-access-disabled',
    title: 'The account has a private endpoint only',
    sentence: 'Its name resolves to the public address, where nobody is let in.',
    group: 'Access to Azure',
    switches: [{ name: MINT_ERROR, value: 'public-access-disabled' }],
    expects: 'public-access-disabled',
  },
];

const LIMITS: readonly Scenario[] = [
  {
    id: 'deployment-rate-limit',
    title: 'The deployment’s quota is used up',
    sentence: 'One unit of capacity is a handful of requests a minute.',
    group: 'Limits and outages',
    // A wait of a second: the endpoint tells it to every call that follows.
    switches: [{ name: MINT_ERROR, value: 'call-quota' }],
    expects: 'deployment-rate-limit',
  },
  {
    id: 'azure-at-capacity',
    title: 'Azure is at capacity',
    sentence: 'The region is busy; no quota of yours is the cause.',
    group: 'Limits and outages',
    switches: [{ name: MINT_ERROR, value: 'high-demand-briefly' }],
    expects: 'azure-at-capacity',
  },
  {
    id: 'azure-slow',
    title: 'Azure does not answer',
    sentence: 'The connection stands and nothing comes; the endpoint gives up after 8 seconds.',
    group: 'Limits and outages',
    switches: [{ name: 'mint.answer', value: 'hang' }],
    expects: 'azure-slow',
  },
  {
    id: 'answer-invalid',
    title: 'Something answers in Azure’s place',
    sentence: 'A proxy on the way sends a web page with status 200.',
    group: 'Limits and outages',
    switches: [{ name: 'mint.answer', value: 'html-200' }],
    expects: 'answer-invalid',
  },
  {
    id: 'first-region-down',
    title: 'The first region is down',
    sentence:
      'The endpoint has a target in a second one, and the call goes on there: the secret’s url says so, and the telemetry has a failover.',
    group: 'Limits and outages',
    switches: [{ name: 'openai.down', value: 'reset' }],
    settings: ({ targets }) => ({ 'realtime:targets': targets }),
    // The relay’s page never sees the address.
    way: 'direct',
    expects: undefined,
  },
];

export const AZURE_SCENARIOS: readonly Scenario[] = [...DEPLOYMENT, ...ACCESS, ...LIMITS];
