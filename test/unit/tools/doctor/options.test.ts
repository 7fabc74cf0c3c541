import { UsageError } from '../../../../tools/doctor/command-options.ts';
import { parseDoctorOptions, usage } from '../../../../tools/doctor/options.ts';

test('every option is explained', () => {
  const options = Object.keys(parseDoctorOptions([])).filter((name) => name !== 'armEndpoint' && name !== 'origins');
  for (const option of [...options, 'arm', 'origin']) expect(usage('node doctor.js')).toContain(`\n  --${option} `);
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

test('an account of one’s own is named as people have it, and nothing of it is lost', () => {
  const pasted = 'https://oai.openai.azure.com/openai/v1/realtime/client_secrets?api-version=preview';
  const principal = '7e0a1b2c-0000-4000-8000-0000000000f2';
  const args = ['--account', pasted, '--deployment', 'voice', '--principal', principal, '--mint'];
  expect(parseDoctorOptions(args)).toMatchObject({ account: pasted, deployment: 'voice', principal, mint: true });
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
  [['--account', 'oai', '--before'], '--before looks at a subscription and takes no --account'],
  [['--account', 'oai', '--group', 'rg-local'], '--account looks at an account without this app and takes no --group'],
  [['--account', 'oai', '--label', 'prod'], '--account looks at an account without this app and takes no --label'],
  [['--deployment', 'voice'], '--deployment is about an account of your own: name it with --account'],
  [['--principal', 'me', '--account', 'oai'], '--principal must be an object id'],
  [['--account', ' '], '--account must be the name, address or ARM id of an account'],
  [['--model', 'gpt-realtime'], '--model is what --before asks about'],
  [['--export', '--region', 'eastus2'], '--export prints the model to deploy in one region: add --before and --region'],
  [['--before', '--export'], '--export prints the model to deploy in one region: add --before and --region'],
  [['--before', '--export', '--region', 'eastus2', '--json'], '--export makes no checks and takes no --json'],
  [['--only', 'everything'], '--only must be the id of a check'],
  [['--region', 'East US 2'], '--region must be the short name of a region'],
  [['--subscription', 'mine'], '--subscription must be the id of a subscription'],
])('%j is refused in one sentence', (args, sentence) => {
  const refusal = (): unknown => parseDoctorOptions(args);
  expect(refusal).toThrow(UsageError);
  expect(refusal).toThrow(sentence);
  expect(refusal).not.toThrow(/\n|\. [A-Z]/);
});
