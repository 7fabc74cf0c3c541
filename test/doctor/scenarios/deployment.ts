/** Broken deployments, one cause each: what is deployed. */
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { defaultVersionOf } from '../../../local/azure/subscription/model-catalogue.ts';
import { DATED_MODELS } from '../../../tools/models/model-table.ts';
import type { Scenario } from '../support/scenario.ts';

const ACCOUNT = 'oai-local';
const DEPLOYMENT = 'gpt-realtime-mini';
const SKU = { name: 'GlobalStandard', capacity: 20 };
const MINI = { format: 'OpenAI', name: 'gpt-realtime-mini', version: defaultVersionOf('gpt-realtime-mini') } as const;
const VERSIONS = DATED_MODELS.filter(({ name }) => name === MINI.name).map(({ version }) => version);
const UPGRADE = { versionUpgradeOption: 'OnceNewDefaultVersionAvailable' };

const deploy = ({ subscription }: EmulatedAzure, name: string, capacity = 20) =>
  subscription.putDeployment(ACCOUNT, { name, model: MINI, sku: { ...SKU, capacity }, ...UPGRADE });

export const DEPLOYMENT_SCENARIOS: readonly Scenario[] = [
  {
    name: 'a chat model behind a right-looking name',
    breaks: ({ switches }) => switches.set('account.deploymentModel', 'gpt-4o'),
    args: ['--mint'],
    cause: 'deployment.model',
    says: /^The deployment gpt-realtime-mini has the base model gpt-4o, which is no realtime model\.$/,
    explains: ['mint.answer'],
  },
  {
    name: 'the name of a model in place of a deployment’s',
    breaks({ settings, subscription }) {
      settings.set('realtime:deployment', 'gpt-realtime');
      subscription.deleteDeployment(ACCOUNT, 'gpt-realtime');
    },
    args: ['--mint'],
    cause: 'deployment.exists',
    says: /no deployment named gpt-realtime\. That is the name of a model; its deployment is named voice-assistant\.$/,
    explains: ['mint.answer'],
  },
  {
    name: 'a region without a realtime model',
    breaks({ subscription }) {
      const { deployments } = subscription.putAccount(ACCOUNT, { location: 'uaenorth' });
      for (const name of deployments.keys()) subscription.deleteDeployment(ACCOUNT, name);
      const model = { format: 'OpenAI', name: 'gpt-4o', version: defaultVersionOf('gpt-4o') } as const;
      subscription.putDeployment(ACCOUNT, { name: DEPLOYMENT, model, sku: SKU, ...UPGRADE }, 0);
    },
    args: ['--mint'],
    cause: 'resource.region',
    says: /^The region uaenorth offers no realtime model\.$/,
    explains: ['deployment.model', 'mint.answer'],
  },
  {
    name: 'the preview’s address in the endpoint’s setting',
    breaks: ({ settings }) =>
      settings.set('realtime:endpoint', 'https://swedencentral.realtimeapi-preview.ai.azure.com/v1/realtimertc'),
    cause: 'endpoint.form',
    says: /the preview’s WebRTC/,
    explains: ['settings.valid'],
  },
  {
    name: 'a path of the preview behind the resource’s own address',
    breaks: ({ settings, urls }) =>
      settings.set('realtime:endpoint', `${urls.openai}/openai/realtimeapi/sessions?api-version=2025-04-01-preview`),
    cause: 'endpoint.form',
    says: /path or version of the preview API/,
    isWarning: true,
  },
  {
    name: 'a transcription model, which has the realtime capability too',
    breaks: ({ switches }) => switches.set('account.deploymentModel', 'gpt-realtime-whisper'),
    args: ['--mint'],
    cause: 'deployment.model',
    says: /gpt-realtime-whisper, which is a transcription model/,
    explains: ['mint.answer'],
  },
  {
    name: 'a translation model',
    breaks: ({ switches }) => switches.set('account.deploymentModel', 'gpt-realtime-translate'),
    args: ['--mint'],
    cause: 'deployment.model',
    says: /gpt-realtime-translate, which is a translation model/,
    explains: ['mint.answer'],
  },
  {
    name: 'a deployment of GPT-Live, which serves the other voice API',
    breaks({ settings, subscription }) {
      const model = { format: 'OpenAI', name: 'gpt-live-1', version: defaultVersionOf('gpt-live-1') } as const;
      subscription.putDeployment(ACCOUNT, { name: 'live', model, sku: { ...SKU, capacity: 1 }, ...UPGRADE }, 0);
      settings.set('realtime:deployment', 'live');
    },
    args: ['--mint'],
    cause: 'deployment.model',
    says: /^The deployment live has the base model gpt-live-1, which is of the Live API and not of the Realtime API\.$/,
    explains: ['mint.answer'],
  },
  {
    name: 'a deployment in another resource',
    breaks({ settings, subscription }) {
      settings.set('realtime:deployment', 'our-voice');
      subscription.putAccount('oai-other', {
        resourceGroup: 'rg-other',
        customSubDomainName: 'oai-other',
        location: 'eastus2',
      });
      subscription.putDeployment('oai-other', { name: 'our-voice', model: MINI, sku: SKU, ...UPGRADE }, 0);
    },
    args: ['--mint'],
    cause: 'deployment.exists',
    says: /no deployment named our-voice; the account oai-other in rg-other has one\.$/,
    explains: ['mint.answer'],
  },
  {
    name: 'a deployment that is two minutes old',
    breaks({ subscription, switches }) {
      switches.set('account.propagation', 'five-minutes');
      subscription.deleteDeployment(ACCOUNT, DEPLOYMENT);
      const deployment = { name: DEPLOYMENT, model: MINI, sku: SKU, ...UPGRADE };
      subscription.putDeployment(ACCOUNT, deployment, Date.now() - 120_000);
    },
    args: ['--mint'],
    cause: 'deployment.state',
    says: /gpt-realtime-mini is 2 minutes old/,
    explains: ['mint.answer'],
    heals: 4,
  },
  {
    name: 'capacity 1',
    breaks: (azure) => deploy(azure, DEPLOYMENT, 1),
    cause: 'deployment.capacity',
    says: /^GlobalStandard, capacity 1: 3 requests a minute, which is little\.$/,
    isWarning: true,
  },
  {
    name: 'a retired version',
    breaks({ subscription }) {
      for (const version of VERSIONS) subscription.models.retire(DEPLOYMENT, version, -3);
    },
    cause: 'deployment.version',
    says: /^gpt-realtime-mini \S+ \(Deprecated\) retired on \d{4}-\d\d-\d\d: Azure answers its calls with 410\.$/,
    args: ['--mint'],
    explains: ['mint.answer'],
  },
  {
    name: 'a model that is retired, by its state alone',
    breaks: ({ switches }) => switches.set('account.modelState', 'Deprecated'),
    args: ['--mint'],
    cause: 'deployment.version',
    says: /^gpt-realtime-mini \S+ \(Deprecated\) is retired: Azure answers its calls with 410\.$/,
    explains: ['mint.answer'],
  },
  {
    name: 'a model that Azure is taking back',
    breaks: ({ switches }) => switches.set('account.modelState', 'Deprecating'),
    cause: 'deployment.version',
    says: /^gpt-realtime-mini \S+ \(Deprecating\) retires on \d{4}-\d\d-\d\d, in \d+ days\. Azure refuses it to subscriptions that never had it/,
    isWarning: true,
  },
  {
    name: 'a version that retires in 22 days',
    breaks: ({ subscription }) => subscription.models.retire(DEPLOYMENT, MINI.version, 22),
    cause: 'deployment.version',
    says: /, in 22 days\.$/,
    isWarning: true,
  },
  {
    name: 'quota that another account has used up',
    breaks({ subscription }) {
      subscription.deleteDeployment(ACCOUNT, DEPLOYMENT);
      subscription.putAccount('oai-old', { resourceGroup: 'rg-old', customSubDomainName: 'oai-old' });
      const sku = { ...SKU, capacity: 200 };
      subscription.putDeployment('oai-old', { name: 'large', model: MINI, sku, ...UPGRADE }, 0);
    },
    args: ['--mint'],
    cause: 'quota.left',
    says: /^0 of 200 units of OpenAI\.GlobalStandard\.gpt-realtime-mini are left in swedencentral/,
    explains: ['deployment.exists', 'mint.answer'],
  },
  {
    name: 'a transcription deployment that is missing',
    breaks: ({ settings }) =>
      settings.set(
        'realtime:profiles:assistant',
        JSON.stringify({
          session: { type: 'realtime', audio: { input: { transcription: { model: 'our-transcription' } } } },
        }),
      ),
    cause: 'deployment.transcription',
    says: /no transcription deployment named our-transcription/,
  },
  {
    name: 'a deployment whose making failed',
    breaks: ({ subscription }) =>
      subscription.putDeployment(
        ACCOUNT,
        { name: DEPLOYMENT, model: MINI, sku: SKU, ...UPGRADE, provisioningState: 'Failed' },
        0,
      ),
    cause: 'deployment.state',
    says: /^Azure says that gpt-realtime-mini is Failed\.$/,
  },
  {
    name: 'a version that the region’s list no longer has',
    breaks({ subscription }) {
      const model = { ...MINI, version: '2024-12-17' };
      subscription.putDeployment(ACCOUNT, { name: DEPLOYMENT, model, sku: SKU, ...UPGRADE }, 0);
    },
    cause: 'deployment.version',
    says: /^The region’s list no longer has gpt-realtime-mini 2024-12-17: it may be retired\.$/,
    isWarning: true,
  },
  {
    name: 'capacity 1, and quota for nine units more',
    breaks(azure) {
      deploy(azure, DEPLOYMENT, 1);
      azure.subscription.quotas.set('OpenAI.GlobalStandard.gpt-realtime-mini', 10);
    },
    cause: 'deployment.capacity',
    says: /^GlobalStandard, capacity 1: 3 requests a minute, which is little\.$/,
    isWarning: true,
  },
];
