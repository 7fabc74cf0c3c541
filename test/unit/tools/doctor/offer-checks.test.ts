/** `--before` where it cannot be seen whether the subscription has deployed a version that only such may deploy again. */

import type { BeforeFacts } from '../../../../tools/doctor/before/before-facts.ts';
import { OFFER_CHECKS } from '../../../../tools/doctor/before/offer-checks.ts';
import { seen } from '../../../../tools/doctor/look.ts';

const NOW = Date.parse('2031-01-01T00:00:00Z');
const NAME = 'gpt-realtime-mini';

/** Days as ARM writes them. */
interface Ends {
  readonly model?: string;
  readonly sku?: string;
}

function judge(lifecycleStatus: string | undefined, unseenBecause?: string, ends: Ends = {}) {
  const model = {
    name: NAME,
    version: '1',
    isDefaultVersion: true,
    ...(lifecycleStatus && { lifecycleStatus }),
    capabilities: { realtime: 'true' },
    ...(ends.model && { deprecation: { inference: ends.model } }),
    ...(ends.sku && { skus: [{ name: 'GlobalStandard', deprecationDate: new Date(ends.sku) }] }),
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
    say: expect.stringMatching(/The doctor does not know whether this subscription did: you may not read the accounts/),
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

test.each([
  [undefined, 'state not said'],
  ['SomethingNew', 'SomethingNew'],
  ['Preview', 'Preview'],
])('a version of the state %s may be deployed, and reads as a sentence', async (state, words) => {
  expect(await judge(state)).toMatchObject({
    state: 'ok',
    detail: [`eastus2: version 1 (${words}), without a date of retirement`],
  });
});

test('a day that has passed is no number of days that are left', async () => {
  const past = '2030-12-01T00:00:00Z';
  const closed = await judge('GenerallyAvailable', undefined, { model: past, sku: past });
  expect(closed).toMatchObject({ state: 'fail', say: expect.stringContaining('past its end of 2030-12-01, closed') });
  const doubtful = await judge('GenerallyAvailable', undefined, { model: '2031-12-01T00:00:00Z', sku: past });
  expect(doubtful).toMatchObject({
    state: 'warn',
    say: `${NAME} may be retired: eastus2: version 1 (GenerallyAvailable), past its end of 2030-12-01.`,
  });
  const soon = await judge('GenerallyAvailable', undefined, { model: '2031-01-02T00:00:00Z', sku: 'no day' });
  expect(soon).toMatchObject({
    state: 'warn',
    say: expect.stringMatching(/retires soon: .* until 2031-01-02, 1 days/),
  });
});
