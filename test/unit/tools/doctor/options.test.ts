import { parseDoctorOptions, USAGE, UsageError } from '../../../../tools/doctor/options.ts';

test('every option is explained', () => {
  const options = Object.keys(parseDoctorOptions([])).filter((name) => name !== 'armEndpoint' && name !== 'origins');
  for (const option of [...options, 'arm', 'origin']) expect(USAGE).toContain(`\n  --${option} `);
});

test('addresses become origins, and what is not asked for is off', () => {
  const options = parseDoctorOptions(['--store', 'https://S.azconfig.io/', '--origin', 'https://a.example', '--mint']);
  expect(options).toMatchObject({
    store: 'https://s.azconfig.io',
    origins: ['https://a.example'],
    mint: true,
    json: false,
    before: false,
    armEndpoint: 'https://management.azure.com',
  });
  expect(parseDoctorOptions(['--app', 'http://localhost:7071/api']).app).toBe('http://localhost:7071');
});

test.each([
  [['--nonsense'], 'Unknown option'],
  [['stray'], 'Unexpected argument'],
  [['--store'], "Option '--store <value>' argument missing"],
  [['--store', 'http://store.azconfig.io'], '--store must be an https address'],
  [['--app', 'my-app'], '--app must be an https address'],
  [['--arm', 'ftp://a'], '--arm must be an https address'],
  [['--group', 'a group; rm'], '--group must be the name of a resource group'],
  [['--env', '../other'], '--env must be the name of an azd environment'],
  [['--origin', 'https://app.example.com/'], '--origin must be an exact origin'],
  [['--before', '--group', 'rg-local'], '--before looks at a subscription and takes no --group'],
  [['--env', 'dev', '--group', 'rg-local'], '--env says where everything is and takes no --group'],
  [['--group', 'rg-local', '--region', 'westus'], '--region is what --before asks about'],
  [['--model', 'gpt-realtime'], '--model is what --before asks about'],
  [['--only', 'everything'], '--only must be the id of a check'],
  [['--region', 'East US 2'], '--region must be the short name of a region'],
  [['--subscription', 'mine'], '--subscription must be the id of a subscription'],
])('%j is refused in one sentence', (args, sentence) => {
  const refusal = (): unknown => parseDoctorOptions(args);
  expect(refusal).toThrow(UsageError);
  expect(refusal).toThrow(sentence);
  expect(refusal).not.toThrow(/\n|\. [A-Z]/);
});
