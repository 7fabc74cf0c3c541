/** What this version leaves behind, under the version before: a rollback, and the minutes in which both run. */
import { ACCOUNT_RESOURCE_ID } from '../../local/azure/foundation/directory.ts';
import type { RunningHost } from '../../local/host/start-host.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { settingsOfTemplate } from './made-by-template.ts';
import { findPreviousVersion } from './previous-version.ts';
import { OPENAI, STORE } from './real-names.ts';

const LIMIT = 40;

const before = findPreviousVersion();
const suite = before === undefined ? describe.skip : describe;

suite('the version before', () => {
  let deployment: Deployment;
  let old: RunningHost;
  let now: RunningHost;
  /** What only Azure knows when it deploys, and a deployment that the emulated account has. */
  const settings = settingsOfTemplate({
    endpoint: `${OPENAI}/`,
    resourceId: ACCOUNT_RESOURCE_ID,
    salt: `${STORE}#`,
    deployment: 'gpt-realtime-mini',
  });
  beforeAll(async () => {
    const quota = JSON.stringify({ hour: { limit: LIMIT, windowSeconds: 3_600 } });
    deployment = await startDeployment([...settings, { key: 'realtime:quota', value: quota, content_type: null }]);
    [old, now] = await Promise.all([deployment.start(before), deployment.start()]);
  });
  afterAll(() => deployment.stop());

  test('serves by the settings of this template as this version does, and says which key it does not know', async () => {
    const [after, rolledBack] = [
      await deployment.ask(now, { caller: 'app' }),
      await deployment.ask(old, { caller: 'app' }),
    ];
    expect(after).toMatchObject({ status: 200, remaining: { hour: LIMIT - 1 } });
    expect(rolledBack).toEqual({ ...after, remaining: { hour: LIMIT - 2 } });
    expect(old.output()).toContain('{"event":"settings_unknown","keys":["realtime:salt"]}');
    for (const host of [old, now]) expect(host.output()).not.toContain('settings_unusable');
  });

  test('gives exactly what is left of a quota that this version has counted, and the other way round', async () => {
    for (const host of [now, now, old, now])
      expect(await deployment.ask(host, { caller: 'anna' })).toMatchObject({ status: 200 });
    expect(await deployment.mintAll([old], 'anna')).toBe(LIMIT - 4);
    for (const host of [now, old])
      expect(await deployment.ask(host, { caller: 'anna' })).toMatchObject({ status: 429, code: 'quota_exceeded' });
  });

  test('beside this one gives no more than the limit and no less, however fast somebody asks both', async () => {
    const asked = deployment.azure.requests.count('openai');
    expect(await deployment.mintAll([old, now], 'bert')).toBe(LIMIT);
    expect(deployment.azure.requests.count('openai') - asked).toBe(LIMIT);
  });
});
