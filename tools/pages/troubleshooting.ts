/** docs/troubleshooting.md: the catalogue, to be found by the words that people paste into a search box. */
import type { Advice, CatalogueEntry } from '../../src/diagnosis/catalogue-entry.ts';
import { EVENT_ENTRIES } from '../../src/diagnosis/event-entries.ts';
import { LABEL_IN_COMMANDS, LIST_MODELS, NAMES_IN_COMMANDS } from '../../src/diagnosis/fixes.ts';
import { MODEL_NOT_DEPLOYABLE } from '../../src/diagnosis/model-entry.ts';
import { BROWSER_ENTRIES, CATALOGUE, UPSTREAM_ENTRIES } from '../../src/diagnosis/recognise.ts';
import { GENERATED, page, prose, table } from './markdown.ts';

/** Symptoms that this product's ways cannot meet, so that nobody looks for them here in vain. */
const LEFT_OUT: readonly (readonly [symptom: string, why: string])[] = [
  [
    '`No session found for the provided call_id` (`call_id_not_found`)',
    'hang-ups and sidebands of code of your own: the call has ended, or Azure hides it; what this app makes of that is in [calls.md](calls.md#when-something-fails)',
  ],
  ['401 on the WebSocket after moving to GA, `Invalid response status` of its handshake', 'WebSocket clients'],
  [
    'Connection refused by `…realtimeapi-preview.ai.azure.com`, one endpoint of two changed',
    'the preview’s hosts; only the GA routes are called',
  ],
  [
    '404 from `/openai/realtime/…?api-version=`',
    'paths of the preview: the endpoint’s setting is normalised to the GA route',
  ],
  [
    'Handlers that never fire for `response.audio.delta`',
    'events of the beta: [clients.md](clients.md) has the GA names',
  ],
  ['Keyless fails though the role is right, because `AZURE_OPENAI_API_KEY` is set', 'this app reads no key'],
  ['`InvalidResourceProperties` of a deployment', 'Azure Resource Manager: [deploy.md](deploy.md) has the SKUs'],
];

export function troubleshootingPage(): string {
  return page(
    '# Troubleshooting',
    GENERATED,
    '> The realtime operation does not work with the specified model. Please choose different model and try again. (`OpperationNotSupported`, 400)',
    'Do you see this with an account, a deployment and code of your own? One command finds the cause, and you need nothing else of this project: [doctor.md](doctor.md#with-an-account-and-code-of-your-own).',
    [
      '**Is there something to enable?** No, neither in a portal nor in a request. A deployment of a realtime model takes realtime requests, and no other deployment does. If a model needs a registration, Azure deploys it only after you have registered ([model-not-deployable](#model-not-deployable)).',
      `**Which regions and models?** Ask Azure about your subscription: ${inLine(LIST_MODELS)}. Realtime models are \`gpt-realtime…\` and \`gpt-4o-realtime…\`; \`gpt-realtime-whisper\` and \`gpt-realtime-translate\` are not, although that list marks them as realtime. The doctor’s check \`resource.region\` asks Azure about your account. If the region has no realtime model, it names the regions that have one.`,
      '**Is it the name, the model, the version or the path?** The name: `session.model` is the name of a deployment of the account that you call ([deployment-not-found](#deployment-not-found)). The model: it stands behind the deployment, and the deployment’s name does not tell you which one it is ([deployment-not-realtime](#deployment-not-realtime)). The version: Azure may have retired it ([model-retired](#model-retired)). The path: `/openai/v1/realtime/client_secrets` and `/calls`, without `api-version` ([path-not-found](#path-not-found)). And the token’s scope, which can hide a right deployment ([token-audience](#token-audience)).',
    ]
      .map((answer) => `- ${answer}`)
      .join('\n'),
    'Search this page for the words that you see. Each symptom lists its causes, the most likely first. Each cause has a check that tells it apart and a fix: for this endpoint, and, where that differs, for code of your own. Each symptom names its source; [azure.md](azure.md#sources) has the addresses. The same catalogue is behind the `diagnosis` of a [problem](errors.md), the causes in the log, the pages under `/api/problems/<id>` and the playground.',
    `In the commands ${Object.entries(NAMES_IN_COMMANDS)
      .map(([name, meaning]) => `\`${name}\` is ${meaning}`)
      .join(', ')}. ${prose(LABEL_IN_COMMANDS)}`,
    table(
      ['Symptom', 'Diagnosis'],
      CATALOGUE.flatMap(({ id, seenAs }) => seenAs.map((text) => [prose(text), `[${id}](#${id})`])),
    ),
    '## Azure OpenAI says no',
    ...UPSTREAM_ENTRIES.map((entry) => entrySection(entry, `Code [\`${entry.code}\`](errors.md#${entry.code}).`)),
    '## Azure refuses the model',
    'You see these when you deploy the infrastructure. Callers see none of them.',
    entrySection(MODEL_NOT_DEPLOYABLE),
    '## During a call',
    'Azure reports these on the call’s data channel. With `webrtcfilter=on` none of them reaches the page.',
    ...EVENT_ENTRIES.map((entry) => entrySection(entry)),
    '## In the browser',
    ...BROWSER_ENTRIES.map((entry) => entrySection(entry)),
    '## Not here',
    table(
      ['Symptom', 'Whose it is'],
      LEFT_OUT.map((row) => [...row]),
    ),
  );
}

function entrySection({ id, title, seenAs, causes, source, confidence }: CatalogueEntry, more = ''): string {
  return [
    `### ${id}`,
    `**${title}.** ${more}`.trim(),
    seenAs.map((text) => `> ${prose(text)}`).join('\n>\n'),
    causes
      .map(({ cause, check, fix }, index) =>
        [`${index + 1}. ${prose(cause)}`, ...advise('Check', check), ...advise('Fix', fix)].join('\n   - '),
      )
      .join('\n'),
    `Source (${confidence}): ${source}.`,
  ].join('\n\n');
}

/** What is the same for whoever asks with code of their own stands there once. */
function advise(label: string, advice: Advice): readonly string[] {
  const { ownCode, ...steps } = { run: undefined, ...advice };
  const own = ownCode && { run: undefined, ...ownCode };
  return [
    `${label}: ${inLine(steps)}`,
    ...(own ? [`${label}, with code of your own: ${inLine(own.run === steps.run ? { say: own.say } : own)}`] : []),
  ];
}

function inLine({ run, say }: { readonly run?: string | undefined; readonly say?: string | undefined }): string {
  return [run === undefined ? [] : `\`${run}\``, say === undefined ? [] : prose(say)].flat().join(' ');
}
