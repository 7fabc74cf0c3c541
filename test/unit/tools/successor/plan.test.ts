/** What stops a plan before anything is asked of Azure. */
import type { Facts } from '../../../../tools/doctor/facts/facts.ts';
import { seen } from '../../../../tools/doctor/look.ts';
import { planMove } from '../../../../tools/successor/plan.ts';
import type { Work } from '../../../../tools/successor/work.ts';

const model = { name: 'gpt-realtime-mini', version: '2025-12-15' };

function plan(properties: object) {
  const deployments = [{ name: 'voice', properties: { model, ...properties } }];
  const looks = {
    deploymentName: 'voice',
    accountId: { name: 'oai' },
    account: { location: 'eastus2' },
    models: [{ ...model, lifecycleStatus: 'GenerallyAvailable' }],
    ...{ deployments, elsewhere: [] },
  };
  const found = Object.entries(looks).map(([name, value]) => [name, async () => seen(value)]);
  const facts = { ...Object.fromEntries(found), now: Date.now } as Facts;
  const key = 'realtime:deployment';
  const work = { facts, options: {}, say: () => undefined } as unknown as Work;
  return planMove({ key, title: key, member: undefined, name: 'voice', targets: [facts] }, work);
}

test('a deployment that somebody has paused gets no successor that would serve', async () => {
  expect(await plan({ deploymentState: 'Paused' })).toMatchObject({
    ok: false,
    error: { status: 1, say: expect.stringContaining('voice of oai is paused') },
  });
  expect(await plan({ deploymentState: 'Running' })).toEqual({ ok: true, value: undefined });
});
