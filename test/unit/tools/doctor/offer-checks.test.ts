/** `--before` where it cannot be seen whether the subscription has deployed a version that only such may deploy again. */

import type { BeforeFacts } from '../../../../tools/doctor/before/before-facts.ts';
import { OFFER_CHECKS } from '../../../../tools/doctor/before/offer-checks.ts';
import { seen } from '../../../../tools/doctor/look.ts';

const NOW = Date.parse('2031-01-01T00:00:00Z');
const NAME = 'gpt-realtime-mini';

function judge(lifecycleStatus: string, unseenBecause?: string) {
  const model = {
    name: NAME,
    version: '1',
    isDefaultVersion: true,
    lifecycleStatus,
    capabilities: { realtime: 'true' },
  };
  const facts = {
    model: NAME,
    region: undefined,
    offers: async () => seen([{ region: 'eastus2', models: [model] }]),
    circumstances: async () => ({ deployed: [], nowEpochMs: NOW, unseenBecause }),
    now: () => NOW,
  } satisfies Partial<BeforeFacts>;
  return OFFER_CHECKS[0]?.run(facts as unknown as BeforeFacts);
}

test('it is a warning with the reason, because what is not seen is no failure', async () => {
  expect(await judge('Deprecating', 'you may not read the accounts of the subscription')).toMatchObject({
    state: 'warn',
    say: expect.stringMatching(/Whether this subscription did is not known: you may not read the accounts/),
  });
});

test('it fails where that is seen, and where nobody can deploy it', async () => {
  expect(await judge('Deprecating')).toMatchObject({ state: 'fail' });
  expect(await judge('Deprecated', 'you may not read the accounts of the subscription')).toMatchObject({
    state: 'fail',
  });
});

test('it is fine where everybody can', async () => {
  expect(await judge('GenerallyAvailable', 'you may not read the accounts of the subscription')).toMatchObject({
    state: 'ok',
  });
});
