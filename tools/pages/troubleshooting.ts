/** docs/troubleshooting.md: the catalogue, to be found by the words that people paste into a search box. */
import type { Advice, CatalogueEntry } from '../../src/diagnosis/catalogue-entry.ts';
import { EVENT_ENTRIES } from '../../src/diagnosis/event-entries.ts';
import { LABEL_IN_COMMANDS, NAMES_IN_COMMANDS } from '../../src/diagnosis/fixes.ts';
import { MODEL_NOT_DEPLOYABLE } from '../../src/diagnosis/model-entry.ts';
import { BROWSER_ENTRIES, CATALOGUE, UPSTREAM_ENTRIES } from '../../src/diagnosis/recognise.ts';
import { GENERATED, page, prose, table } from './markdown.ts';

/** Symptoms that this product's ways cannot meet, so that nobody looks for them here in vain. */
const LEFT_OUT: readonly (readonly [symptom: string, why: string])[] = [
  [
    '`No session found for the provided call_id` (`call_id_not_found`)',
    'hang-up and the sideband; this version has neither',
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
    'Search this page for the words that you see. Each symptom has its causes, the most likely first, with what tells a cause apart and how to mend it. Each names its source; [azure.md](azure.md#sources) has the addresses. The same catalogue is behind the `diagnosis` of a [problem](errors.md), the causes in the log, the pages under `/api/problems/<id>` and the playground.',
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
    'At a deployment of the infrastructure; nothing of it reaches a caller.',
    entrySection(MODEL_NOT_DEPLOYABLE),
    '## During a call',
    'Reported on the call’s data channel. With `webrtcfilter=on` none of it reaches the page.',
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
      .map(
        ({ cause, check, fix }, index) =>
          `${index + 1}. ${prose(cause)}\n   - Check: ${advise(check)}\n   - Fix: ${advise(fix)}`,
      )
      .join('\n'),
    `Source (${confidence}): ${source}.`,
  ].join('\n\n');
}

function advise(advice: Advice): string {
  const { run, say } = { run: undefined, ...advice };
  return [run === undefined ? [] : `\`${run}\``, say === undefined ? [] : prose(say)].flat().join(' ');
}
