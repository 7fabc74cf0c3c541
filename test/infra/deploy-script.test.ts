/** infra/deploy.sh against a stand-in for the Azure CLI: which refusals it waits for, and which it repeats. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStandIn, type StandIn } from './stand-in/stand-in';

const SCRIPT = join(__dirname, '../../infra/deploy.sh');
const INFRA = join(__dirname, '../../infra');
const NAMED = { AZURE_ENV_NAME: 'dev', AZURE_LOCATION: 'westeurope' };

describe('infra/deploy.sh', () => {
  let azure: StandIn;
  beforeEach(() => {
    azure = createStandIn();
  });
  afterEach(() => azure.dispose());
  const deploy = (args: readonly string[] = [], variables: Readonly<Record<string, string>> = NAMED) =>
    azure.run(SCRIPT, args, variables);
  const place = ['deployment', 'sub', 'create', '--name', 'realtime-dev', '--location', 'westeurope'];

  test('deploys the template beside it, and prints what Azure answers', () => {
    const { status, stdout } = deploy();
    expect([status, stdout]).toEqual([0, '{"properties":{"provisioningState":"Succeeded"}}\n']);
    const files = ['--template-file', `${INFRA}/main.bicep`, '--parameters', `${INFRA}/main.bicepparam`];
    expect(azure.calls()).toEqual([[...place, ...files]]);
  });

  test('passes arguments on in place of it, each as one', () => {
    const args = ['-f', 'main.json', '-p', 'environmentName=dev', 'openAiLocations=["sweden central"]'];
    expect(deploy(args)).toMatchObject({ status: 0 });
    expect(azure.calls()).toEqual([[...place, ...args]]);
  });

  test.each(['deployer', 'account', 'settings'])('deploys again while Azure is too early for the %s', (step) => {
    azure.delay({ [step]: 3 });
    const { status, stderr } = deploy();
    expect([status, stderr]).toEqual([0, expect.stringContaining('this deploys again in a minute')]);
    expect(azure.calls()).toHaveLength(4);
  });

  test('gives up where that does not end, and repeats what Azure said', () => {
    azure.delay({ settings: 100 });
    const { status, stderr } = deploy();
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/resource is forbidden[\s\S]*docs\/deploy\.md what to do/),
    ]);
    expect(azure.calls()).toHaveLength(8);
  });

  test('does not deploy again after a refusal that no wait changes', () => {
    writeFileSync(join(azure.home, 'refuse-deployment'), 'InsufficientQuota');
    const { status, stderr } = deploy();
    expect([status, stderr]).toEqual([1, expect.stringContaining('InsufficientQuota')]);
    expect(azure.calls()).toHaveLength(1);
  });

  test.each(['AZURE_ENV_NAME', 'AZURE_LOCATION'])('names %s where it is not set, and calls nothing', (name) => {
    const { status, stderr } = deploy([], { ...NAMED, [name]: '' });
    expect([status, stderr]).toEqual([64, `deploy.sh: ${name} is not set: docs/deploy.md says to what.\n`]);
    expect(azure.calls()).toEqual([]);
  });

  test('says so where there is no Azure CLI', () => {
    const { status, stderr } = deploy([], { ...NAMED, PATH: azure.pathWithout('az') });
    expect([status, stderr]).toEqual([2, expect.stringContaining('the Azure CLI is not installed')]);
  });
});
