/** What may be typed: where to look as to the doctor, and one direction at a time. */
import { UsageError } from '../../../../tools/doctor/command-options.ts';
import { parseSuccessorOptions, usage } from '../../../../tools/successor/options.ts';

test('where to look is kept as it was typed, for the commands that are printed', () => {
  const { typed, where, yes } = parseSuccessorOptions(['--yes', '--group', 'rg-dev', '--label=blue', '--to', 'm']);
  expect({ typed, yes }).toEqual({ typed: ['--group', 'rg-dev', '--label', 'blue'], yes: true });
  expect(where).toMatchObject({ group: 'rg-dev', label: 'blue', before: false });
});

test.each([
  [['--back', '--to', 'gpt-realtime'], '--back makes nothing and takes no --to.'],
  [['--back', '--capacity', '3'], '--back makes nothing and takes no --capacity.'],
  [['--deployment', 'voice'], '--deployment says where --back goes to: add --back.'],
  [['--to', ''], '--to and --deployment take a name.'],
  [['--capacity', '0'], '--capacity must be a whole number of units from 1 on, not "0".'],
  [['--capacity', '1.5'], '--capacity must be a whole number of units from 1 on, not "1.5".'],
  [['--group', 'rg dev'], '--group must be the name of a resource group, not "rg dev".'],
  [['--mint'], "Unknown option '--mint'; --help lists the options."],
] as const)('%j is refused by name', (args, message) => {
  expect(() => parseSuccessorOptions(args)).toThrow(new UsageError(message));
});

test('the help has every option that is read', () => {
  const text = usage('npm run successor --');
  for (const option of [
    'to',
    'capacity',
    'back',
    'deployment',
    'yes',
    'store',
    'group',
    'app',
    'env',
    'label',
    'subscription',
    'arm',
  ])
    expect(text).toMatch(new RegExp(`^ {2}--${option}\\b`, 'm'));
});
