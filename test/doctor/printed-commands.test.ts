/** Every command that this project prints is one that the Azure CLI takes, and those about what is here are done. */

import { readAzArguments } from '../../local/azure/cli/az-arguments.ts';
import { optionsOf } from '../../local/azure/cli/az-grammar.ts';
import {
  ACCOUNT_NAME,
  ACCOUNT_RESOURCE_ID,
  IDENTITY_OBJECT_ID,
  RESOURCE_GROUP,
  SUBSCRIPTION_ID,
  TENANT_ID,
} from '../../local/azure/foundation/directory.ts';
import { defaultVersionOf } from '../../local/azure/subscription/model-catalogue.ts';
import { type } from './support/doctor-command.ts';
import {
  commandsOfCatalogue,
  commandsOfPages,
  commandsOfWorkflows,
  type PrintedCommand,
} from './support/printed-commands.ts';
import { azWords } from './support/shell-words.ts';
import { withAzure } from './support/with-azure.ts';

const printed = [...commandsOfPages(), ...commandsOfCatalogue(), ...commandsOfWorkflows()];

/** A name of a command in a sentence has no options, and an ellipsis leaves something out. */
function refusalOf(words: readonly string[]): string | undefined {
  if (!words.some((word) => word.startsWith('-'))) return isCommand(words.join(' ')) ? undefined : 'no command';
  const read = readAzArguments(words);
  return 'refused' in read ? read.refused : undefined;
}

/** Or a group of commands. */
function isCommand(name: string): boolean {
  return optionsOf(name) !== undefined || name === 'appconfig kv';
}

test.each(titled(printed))('%s prints what az takes: %s', (_from, _title, text) => {
  const calls = azWords(text);
  if (/(?:^|[\s($`])az [a-z]/.test(text)) expect(calls.length).toBeGreaterThan(0);
  expect(calls.flatMap((words) => refusalOf(words) ?? []).map((refusal) => [refusal, text])).toEqual([]);
});

test.each(titled(printed))('%s has names to fill in of one form, after $: %s', (_from, _title, text) => {
  // A variable of a query's own, which sed fills.
  expect(text.replaceAll('{RequestId}', '')).not.toMatch(/<[a-z][a-z -]*>|\{[a-z][a-z -]*\}|\[[a-z][a-z -]+\]/i);
});

test('a page that prints none is no page that is read', () => {
  const pages = new Set(printed.map(({ from }) => from));
  expect([...pages]).toEqual(
    expect.arrayContaining([
      '.github/workflows/deploy.yml',
      'README.md',
      'docs/deploy.md',
      'docs/operations.md',
      'docs/doctor.md',
    ]),
  );
});

/** What the emulated Azure has nothing of: networks, identities as resources, the function app’s own settings. */
const NOT_EMULATED =
  /^az (?:network|identity|login|functionapp (?:cors|config|vnet-integration)|cognitiveservices account network-rule) /;

const names = (store: string) => ({
  RG: RESOURCE_GROUP,
  ACC: ACCOUNT_NAME,
  ID: ACCOUNT_RESOURCE_ID,
  DEP: 'gpt-realtime',
  LOC: 'swedencentral',
  STORE: store,
  PRINCIPAL: IDENTITY_OBJECT_ID,
  SUBDOMAIN: 'oai-local',
  SUB: SUBSCRIPTION_ID,
  TENANT: TENANT_ID,
  NEW: 'another',
  MODEL: 'gpt-realtime-mini',
  VERSION: defaultVersionOf('gpt-realtime-mini'),
  CAPACITY: '2',
});

const emulated = commandsOfCatalogue().filter(({ text }) => !NOT_EMULATED.test(text));

test.each(titled(emulated))('%s: typed on this machine it does what it says: %s', (_from, _title, text) =>
  withAzure(async (azure) => {
    azure.subscription.roles.remove(({ principalId }) => principalId === IDENTITY_OBJECT_ID);
    azure.settings.set('realtime:tokenScope', 'https://cognitiveservices.azure.com/.default');
    const values = names(azure.urls.appConfiguration);
    const command = ['gpt-4o-mini-transcribe', 'gpt-live-1'].reduce(
      (line, model) =>
        line.replace(`${model} --model-version $VERSION`, `${model} --model-version ${defaultVersionOf(model)}`),
      text,
    );
    const typed = `${Object.entries(values)
      .map(([name, value]) => `${name}='${value}'`)
      .join(' ; ')}\n${command}`;
    expect(await type(azure, typed)).toMatchObject({ status: 0, stderr: '' });
  }),
);

/** Each text once, with its first line for the test's name. */
function titled(commands: readonly PrintedCommand[]): (readonly [from: string, title: string, text: string])[] {
  const byText = new Map(commands.map(({ from, text }) => [text, from]));
  return [...byText].map(([text, from]) => [from, text.split('\n')[0] ?? '', text] as const);
}
