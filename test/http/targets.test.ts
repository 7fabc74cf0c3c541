/** Which target serves when others fail, in every way that is known, through the bundle that ships. */
import { PROFILES, REGIONS, type Region, startTargetBench, type Way } from './target-bench.ts';

type Bench = Awaited<ReturnType<typeof startTargetBench>>;
interface Failure {
  readonly name: string;
  readonly value: string;
  /** What the caller is told where no other target is left. */
  readonly code: string;
  readonly ways: readonly Way[];
}

const BOTH: readonly Way[] = ['mint', 'relay'];
const RELAY: readonly Way[] = ['relay'];
const failing = (
  name: string,
  ways: readonly Way[],
  rows: readonly (readonly [string, string])[],
): readonly Failure[] => rows.map(([value, code]) => ({ name, value, code, ways }));

/** The target’s own trouble: the next one is asked. */
const GO_ON: readonly Failure[] = [
  ...failing('mint.error', BOTH, [
    ['token-quota', 'upstream_rate_limited'],
    ['high-demand', 'upstream_rate_limited'],
    ['insufficient-quota', 'upstream_rejected'],
    ['internal-error', 'upstream_error'],
    ['service-unavailable', 'upstream_error'],
    ['operation-timeout', 'upstream_timeout'],
    ['deployment-not-found', 'deployment_not_found'],
    ['model-retired', 'upstream_rejected'],
    ['permission-denied', 'upstream_auth'],
    ['token-refused', 'upstream_auth'],
    ['firewall', 'upstream_auth'],
    ['tenant-mismatch', 'upstream_auth'],
  ]),
  ...failing('mint.answer', BOTH, [
    ['reset', 'upstream_error'],
    ['half-body', 'upstream_error'],
    ['html-500', 'upstream_error'],
    ['html-403', 'upstream_rejected'],
    ['html-200', 'upstream_invalid_response'],
  ]),
  ...failing('openai.down', BOTH, [['refuse', 'upstream_error']]),
  ...failing('calls.error', RELAY, [
    ['token-quota', 'upstream_rate_limited'],
    ['high-demand', 'upstream_rate_limited'],
    ['internal-error', 'upstream_error'],
    ['deployment-not-found', 'deployment_not_found'],
    ['firewall', 'upstream_auth'],
    ['secret-refused', 'upstream_auth'],
  ]),
];

/** The request’s own trouble, or a call that may have begun: nobody else is asked. */
const STAY: readonly Failure[] = [
  ...failing('mint.error', BOTH, [
    ['unknown-parameter', 'upstream_rejected'],
    ['content-filtered', 'upstream_rejected'],
    ['too-many-headers', 'upstream_rejected'],
  ]),
  ...failing('calls.error', RELAY, [
    ['invalid-offer', 'offer_refused'],
    ['operation-timeout', 'upstream_timeout'],
  ]),
  ...failing('calls.answer', RELAY, [
    ['reset', 'upstream_error'],
    ['half-body', 'upstream_error'],
  ]),
];

const each = (failures: readonly Failure[]) =>
  failures.flatMap(({ ways, ...failure }) => ways.map((way) => ({ ...failure, way })));

let bench: Bench;
beforeAll(async () => {
  bench = await startTargetBench();
  await bench.ask('mint', 'three');
});
afterAll(() => bench.system.stop());
beforeEach(() => bench.recover());

function fail(regions: readonly Region[], { name, value }: Pick<Failure, 'name' | 'value'>): void {
  for (const region of regions) bench.switchesOf(region).set(name, value);
}

describe.each(each(GO_ON))('$way, where $name is $value', ({ way, name, value, code }) => {
  test('is refused by the only target, with its reason', async () => {
    fail(REGIONS, { name, value });
    expect(await bench.ask(way, 'one')).toMatchObject({ json: { code } });
    expect(bench.asked()).toMatchObject({ eastus2: 0, francecentral: 0 });
  });

  test('is served by the next of two, and by the last of three', async () => {
    fail(['swedencentral'], { name, value });
    const second = await bench.ask(way, 'two');
    expect([second.status, bench.servedBy(second)]).toEqual([way === 'mint' ? 200 : 201, 'eastus2']);
    fail(['eastus2'], { name, value });
    const third = await bench.ask(way, 'three');
    expect([third.status, bench.servedBy(third)]).toEqual([way === 'mint' ? 200 : 201, 'francecentral']);
  });

  test('is refused with that reason where all three have it', async () => {
    fail(REGIONS, { name, value });
    expect(await bench.ask(way, 'three')).toMatchObject({ json: { code } });
  });
});

describe.each(each(STAY))('$way, where $name is $value', ({ way, name, value, code }) => {
  test.each(PROFILES)('is refused by the first target, and no other is asked: profile %s', async (profile) => {
    fail(['swedencentral'], { name, value });
    expect(await bench.ask(way, profile)).toMatchObject({ json: { code } });
    expect(bench.asked()).toMatchObject({ eastus2: 0, francecentral: 0 });
  });
});
