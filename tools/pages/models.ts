/** docs/models.md: the versions of models that this project knows, and what sources say of their end. */
import {
  DATED_MODELS,
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
    `infra/models.json is the one place that knows versions and dates. What is deployed where nobody chooses comes from it (\`${DEFAULT_MODEL}\`; for transcription the doctor proposes \`${DEFAULT_TRANSCRIPTION}\`), the day of the alert, and the models of the emulated Azure. Sources disagree, so each is named; where the newest one names two days the earlier counts. What your subscription is given, only Azure says: \`npm run doctor -- --before\` asks it.`,
    table(
      ['Model', 'Version', 'API', 'One unit gives a minute', 'Planned end', 'What is said'],
      DATED_MODELS.map((model) => [
        `\`${model.name}\``,
        `\`${model.version}\`${model.isDefault ? ', the default' : ''}`,
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
    'A generally available model is deprecated 12 months after its launch, which a version’s name is the day of, and retired after 18: for a subscription that never deployed it, the first of the two days is the end. A day that has passed counts also where the state lags behind it.',
    '## When one of them ends',
    '`npm run check` prints what ends within 90 days, and fails nobody for it. `.github/workflows/models.yml` asks each week, and fails 60 days before the end of a default: then ask Azure, and correct infra/models.json. How to move a deployment is in [operations.md](operations.md#when-the-model-retires), how to choose another model from the start in [deploy.md](deploy.md#another-model).',
  );
}
