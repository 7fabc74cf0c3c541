/** What Resource Manager says where no request of this app arrives: at the deployment of the model. */
import type { Advice, CatalogueEntry } from './catalogue-entry.ts';
import { LIST_MODELS } from './fixes.ts';

const CHOOSE_ANOTHER: Advice = {
  say: 'Choose a model and version of that list whose state is GenerallyAvailable, or Preview: export REALTIME_MODEL, REALTIME_MODEL_VERSION and, for the alert, REALTIME_MODEL_RETIRES, then deploy again.',
};

export const MODEL_NOT_DEPLOYABLE: CatalogueEntry = {
  id: 'model-not-deployable',
  title: 'Resource Manager refuses to deploy the model',
  seenAs: [
    'ServiceModelDeprecating: The model … is in deprecating state and cannot be used for new deployments.',
    'ServiceModelDeprecated: The model … has been deprecated since …',
    'SpecialFeatureOrQuotaIdRequired: The current subscription does not have access to this model …',
    'SpecialFeatureOrQuotaIdRequired: The subscription does not have QuotaId/Feature required by SKU S0 from kind OpenAI',
  ],
  causes: [
    {
      id: 'deprecating',
      cause:
        'ServiceModelDeprecating: from a year after a version’s release, Azure gives it only to subscriptions that have deployed it before.',
      check: LIST_MODELS,
      fix: CHOOSE_ANOTHER,
    },
    {
      id: 'deprecated',
      cause: 'ServiceModelDeprecated: Azure has retired the version for everybody.',
      check: LIST_MODELS,
      fix: CHOOSE_ANOTHER,
    },
    {
      id: 'no-access',
      cause:
        'SpecialFeatureOrQuotaIdRequired: this model needs a registration that the subscription does not have. Or the subscription is of a kind without Azure OpenAI, such as a free one.',
      check: { say: 'Does the message name this model, or the SKU S0?' },
      fix: {
        say: 'If it names the model: register for it, or choose another as for the other two causes. If it names the SKU: deploy into a paid subscription.',
      },
    },
  ],
  source:
    'Azure-Samples/aks-store-demo#203; microsoft/iq-series#84; Azure-Samples/aisearch-openai-rag-audio#88; Azure-Samples/azure-search-openai-demo#1084',
  confidence: 'reported',
};
