/** The grammar of the emulated `az` is that of the real one: what it takes, what it refuses, in which words. */

import { readAzArguments, refuseForeign } from '../../../../../local/azure/cli/az-arguments.ts';
import { AZ_COMMANDS } from '../../../../../local/azure/cli/az-commands.ts';

const read = (line: string) => readAzArguments(line.split(' '));

test('an option may be written in each of its spellings, and with an equals sign', () => {
  for (const line of ['-g rg -n oai', '--resource-group rg --name oai', '--resource-group=rg --name=oai']) {
    expect(read(`cognitiveservices account show ${line}`)).toEqual({
      command: 'cognitiveservices account show',
      options: new Map([
        ['resource-group', ['rg']],
        ['name', ['oai']],
      ]),
    });
  }
});

test.each([
  ['appconfig kv put --key a', /^'appconfig kv put' is misspelled or not recognized by the system/],
  ['cognitiveservices account show -g rg -n oai --expand all', /^unrecognized arguments: --expand all$/],
  ['cognitiveservices account show -g rg -n oai extra', /^unrecognized arguments: extra$/],
  ['role assignment delete --yes now --ids a', /^unrecognized arguments: now$/],
  ['cognitiveservices account show -g rg', /^the following arguments are required: --name\/-n$/],
  [
    'cognitiveservices account deployment create -g rg -n oai --model-format OpenAI --model-name m',
    /^the following arguments are required: --model-version$/,
  ],
  ['functionapp start -g rg', /^the following arguments are required: --name\/-n$/],
  ['resource update --set a=1', /^the following arguments are required: --name\/-n, --resource-group\/-g$/],
  ['login --tenant', /^argument --tenant\/-t: expected one argument$/],
  ['resource update --ids a --set', /^argument --set: expected at least one argument$/],
])('az %s is refused', (line, words) => {
  expect(read(line)).toEqual({ refused: expect.stringMatching(words) });
});

test.each([
  'role assignment delete --yes --ids a b',
  'functionapp start --ids /subscriptions/s/x',
  'resource wait --created --ids a',
  'login',
  'account show --subscription s -o tsv --only-show-errors',
])('az %s is taken', (line) => {
  expect(read(line)).toHaveProperty('options');
});

test('a key is written only with --yes, which a person may be asked instead, and read without', () => {
  const store = 'https://s.azconfig.io';
  const refusal = (line: string) => {
    const args = read(`${line} --endpoint ${store} --auth-mode login --key k`);
    return 'refused' in args ? args.refused : refuseForeign(args, store);
  };
  expect(refusal('appconfig kv set --value v')).toMatch(/Unable to prompt for confirmation/);
  expect(refusal('appconfig kv set --value v --yes')).toBeUndefined();
  expect(refusal('appconfig kv show')).toBeUndefined();
});

test('the table of the grammar is well written: each option once, long spelling first', () => {
  for (const [command, text] of Object.entries(AZ_COMMANDS)) {
    const spellings = text.split(' ').flatMap((option) => option.replace('*', '').split('|'));
    expect([command, new Set(spellings).size]).toEqual([command, spellings.length]);
    if (text !== '') expect(text).toMatch(/^(?:--[a-z0-9-]+(?:\|--?[a-z0-9-]+)*\*?(?: |$))+$/);
  }
});
