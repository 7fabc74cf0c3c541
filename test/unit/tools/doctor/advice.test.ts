/** The catalogue's advice as the doctor prints it: whole, or not at all. */
import { spawnSync } from 'node:child_process';
import { GRANT_ROLE, SWITCH_SCOPE } from '../../../../src/diagnosis/fixes.ts';
import { CATALOGUE } from '../../../../src/diagnosis/recognise.ts';
import { parseArmId } from '../../../../tools/doctor/arm/arm-id.ts';
import { fillAdvice } from '../../../../tools/doctor/checks/fill-advice.ts';
import type { Facts } from '../../../../tools/doctor/facts/facts.ts';
import { seen, unseen } from '../../../../tools/doctor/look.ts';

const PAGE = 'docs/troubleshooting.md#firewall';
const id = parseArmId('/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/oai');
const deployment = {
  name: 'our-voice',
  sku: { name: 'GlobalStandard', capacity: 3 },
  properties: { model: { name: 'gpt-realtime', version: '2025-08-28' } },
};

/** Only what is asked of them. */
function someFacts({ limit = 200, account = id } = {}): Facts {
  const usageName = 'OpenAI.GlobalStandard.gpt-realtime';
  const listed = { ...deployment.properties.model, skus: [{ name: 'GlobalStandard', usageName }] };
  return {
    target: { site: parseArmId('/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Web/sites/func') },
    storeName: { endpoint: 'https://s.azconfig.io', label: 'staging' },
    accountId: async () => seen(account),
    account: async () => seen({ location: 'eastus2' }),
    deploymentName: async () => seen(deployment.name),
    deployments: async () => seen([deployment]),
    models: async () => seen([listed]),
    usages: async () => seen([{ name: { value: usageName }, currentValue: 3, limit }]),
    identity: async () => unseen('the app has no identity'),
    callerQuota: async () => seen({}),
    elsewhere: async () => seen([]),
    commandLine: { doctor: () => 'npm run doctor -- --before' },
    now: () => Date.parse('2026-11-28'),
  } as unknown as Facts;
}

const advices = CATALOGUE.flatMap((entry) =>
  entry.causes.map(({ id: cause, fix }) => [`${entry.id}/${cause}`, fix] as const),
);

test.each(advices)('%s: no gap is printed, in a command or in a sentence', async (_name, fix) => {
  const { say, run } = await fillAdvice(someFacts(), fix, PAGE);
  expect([say, ...(run ?? [])].join('\n')).not.toMatch(/\$[A-Z]|<[a-z]/);
  expect(say ?? run).toBeDefined();
});

/** Outside of quotes, and where a quote is open. */
test.each(['x; echo owned #', "x'; echo owned; '", 'x$(echo owned)', 'x\necho owned'])(
  'an account whose name somebody chose is one word to a shell, and runs nothing: %j',
  async (evil) => {
    const [, grant = SWITCH_SCOPE] = advices.find(([, fix]) => fix === GRANT_ROLE) ?? [];
    const account = parseArmId(`${id?.id}${evil}`);
    const facts = { ...someFacts({ account }), identity: async () => seen({ principalId: 'p-1' }) } as unknown as Facts;
    const { run: [command] = [] } = await fillAdvice(facts, grant, PAGE);
    const { stdout } = spawnSync('/bin/sh', ['-c', `az() { printf '<%s>' "$@"; }; ${command}`], { encoding: 'utf8' });
    expect(stdout).toMatch(/^<role><assignment><create>/);
    expect(stdout.endsWith(`<${id?.id}${evil}>`)).toBe(true);
  },
);

test('what keeps a gap says where its commands are', async () => {
  const [, firewall = SWITCH_SCOPE] = advices.find(([name]) => name === 'firewall/network-not-allowed') ?? [];
  expect(await fillAdvice(someFacts(), firewall, PAGE)).toEqual({
    say: `${PAGE} has the commands; fill in your names.`,
  });
});

test('a setting is written under its label, and nobody is asked', async () => {
  const { run } = await fillAdvice(someFacts(), SWITCH_SCOPE, PAGE);
  expect(run).toEqual([
    'az appconfig kv set --endpoint https://s.azconfig.io --auth-mode login --yes --key realtime:tokenScope --value https://cognitiveservices.azure.com/.default --label staging',
  ]);
});

describe('capacity that is too low', () => {
  const [, fix = SWITCH_SCOPE] = advices.find(([name]) => name === 'deployment-rate-limit/capacity-too-low') ?? [];
  test.each([
    [200, 20],
    [12, 12],
  ])('is raised as far as %d units of quota go: to %d', async (limit, capacity) => {
    const { run } = await fillAdvice(someFacts({ limit }), fix, PAGE);
    expect(run).toEqual([`az resource update --ids ${id?.id}/deployments/our-voice --set sku.capacity=${capacity}`]);
  });

  test('stays where no quota is left', async () => {
    const { run, say } = await fillAdvice(someFacts({ limit: 3 }), fix, PAGE);
    expect([run, say]).toEqual([undefined, expect.stringContaining('No quota is left')]);
  });
});
