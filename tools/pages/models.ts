/** docs/models.md: the versions of models that this project knows, and what sources say of their end. */
import {
  DATED_MODELS,
  DEFAULT_LIVE,
  DEFAULT_MODEL,
  DEFAULT_TRANSCRIPTION,
  earliestEnd,
  MODEL_SOURCES,
} from '../models/model-table.ts';
import { GENERATED, page, table } from './markdown.ts';

/** In the words of Microsoft’s pages and portal, which are not those of Resource Manager. */
const STAGES: readonly (readonly [state: string, stage: string, means: string])[] = [
  ['GenerallyAvailable', 'Generally available', 'everybody may deploy it'],
  ['Preview', 'Preview', 'everybody may deploy it; it can end within 30 days of a notice'],
  ['Legacy', 'Legacy', 'newer ones are there; it may be deployed until it is deprecated'],
  [
    'Deprecating',
    'Deprecated',
    'it serves, and only subscriptions that have deployed this version may deploy it again; others get [`ServiceModelDeprecating`](troubleshooting.md#model-not-deployable)',
  ],
  [
    'Deprecated',
    'Retired',
    'every request is answered [410](troubleshooting.md#model-retired); a deployment of it is refused with `ServiceModelDeprecated`',
  ],
];

export function modelsPage(): string {
  return page(
    '# Models',
    GENERATED,
    `infra/models.json is the one place that knows versions and dates. It gives the model that you deploy if you choose none (\`${DEFAULT_MODEL}\`), those that the doctor proposes for transcription (\`${DEFAULT_TRANSCRIPTION}\`) and for GPT-Live (\`${DEFAULT_LIVE}\`), the day of the alert, and the models of the emulated Azure. Sources disagree, so the table names each. Where the newest source names two days, the earlier one counts. Only Azure knows what your subscription may deploy: \`npm run doctor -- --before\` asks it.`,
    table(
      ['Model', 'Version', 'API', 'One unit gives a minute', 'Planned end', 'What is said'],
      DATED_MODELS.map((model) => [
        `\`${model.name}\``,
        `\`${model.version}\`${model.isDefault ? ', Azure’s default' : ''}`,
        model.api,
        model.perUnit ? `${model.perUnit.requests} requests, ${model.perUnit.tokens} tokens` : '—',
        earliestEnd(model) ?? '—',
        model.said
          .map(
            ({ source, state, retires }) =>
              `${MODEL_SOURCES[source]?.date}: ${state}${retires === undefined ? '' : ` until ${retires}`}`,
          )
          .join('; '),
      ]),
    ),
    Object.values(MODEL_SOURCES)
      .map(({ title, date, url }) => `- ${date}: ${url === undefined ? title : `[${title}](${url})`}`)
      .join('\n'),
    '## States',
    'Resource Manager (`lifecycleStatus`) and Microsoft’s pages have different words for the same; [the policy](https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirements), as of 2026-10-05, has both.',
    table(
      ['`lifecycleStatus`', 'On Microsoft’s pages', 'Means'],
      STAGES.map(([state, stage, means]) => [`\`${state}\``, stage, means]),
    ),
    'The name of a version is the day of its launch. Microsoft deprecates a generally available version 12 months after that day and retires it after 18. For a subscription that never deployed the version, the earlier of the two days is the end. A day that has passed counts even while Azure’s state lags behind it.',
    '## When one of them ends',
    '`npm run check` prints what ends within 90 days, and does not fail for it. `.github/workflows/models.yml` runs each week, and fails 60 days before the end of a default: then ask Azure, and correct infra/models.json. [operations.md](operations.md#when-the-model-retires) says how to move a deployment, [deploy.md](deploy.md#another-model) how to choose another model from the start.',
  );
}
