/** A profile at the route of the other API, and a deployment of the other family: each way in, and what mends it. */
import { COACH, LIVE_PATH, type LiveBench, startLiveBench } from './live-bench.ts';
import type { Answer } from './system.ts';

const PROFILES = {
  coach: COACH,
  'live-with-realtime': { ...COACH, deployment: 'gpt-realtime-mini' },
  'realtime-with-live': { deployment: 'gpt-live' },
  plain: {},
};

let bench: LiveBench;
beforeAll(async () => {
  bench = await startLiveBench({
    settings: Object.fromEntries(
      Object.entries(PROFILES).map(([name, profile]) => [`realtime:profiles:${name}`, JSON.stringify(profile)]),
    ),
  });
});
beforeEach(() => bench.azure.switches.set('live.media', 'off'));
afterEach(() => bench.reset());
afterAll(() => bench.system.stop());

type Route = 'live' | 'mint' | 'relay';
type Profile = keyof typeof PROFILES;

const ask: Readonly<Record<Route, (profile: Profile) => Promise<Answer>>> = {
  live: (profile) => bench.offer(bench.aPerson(), { profile }),
  async mint(profile) {
    const headers = { ...(await bench.system.bearer(bench.aPerson())), 'Content-Type': 'application/json' };
    return bench.system.mint({ headers, body: JSON.stringify({ profile }) });
  },
  relay: (profile) => bench.relay(bench.aPerson(), `?profile=${profile}`),
};

/** What went to Azure OpenAI. */
const asked = () => bench.azure.requests.list().filter(({ path }) => path.startsWith('/openai/')).length;

test.each([
  ['live', 'plain', '/api/realtime/calls?profile=plain'],
  ['mint', 'coach', `${LIVE_PATH}?profile=coach`],
  ['relay', 'coach', `${LIVE_PATH}?profile=coach`],
  ['mint', 'live-with-realtime', `${LIVE_PATH}?profile=live-with-realtime`],
  ['live', 'realtime-with-live', '/api/realtime/calls?profile=realtime-with-live'],
] as const)('%s with the profile %s names the right route, and asks Azure nothing', async (route, profile, url) => {
  const before = asked();
  expect(await ask[route](profile)).toMatchObject({ status: 422, json: { code: 'profile_of_other_api', url } });
  expect(asked()).toBe(before);
});

test.each([
  ['live', 'live-with-realtime', 'live', 'deployment of the profile'],
  ['mint', 'realtime-with-live', 'realtime', 'api/live/sessions'],
  ['relay', 'realtime-with-live', 'realtime', 'api/live/sessions'],
] as const)(
  '%s with the profile %s says that the deployment is not of %s, and the log what mends it',
  async (route, profile, family, mend) => {
    const { status, json } = await ask[route](profile);
    expect([status, json]).toMatchObject([
      502,
      { code: `deployment_not_${family}`, diagnosis: `deployment-not-${family}` },
    ]);
    const [line] = (await bench.system.logged(route, 0)).slice(-1);
    expect(JSON.stringify(line)).toContain(mend);
  },
);

test.each([
  ['live', 'coach', 201],
  ['mint', 'plain', 200],
  ['relay', 'plain', 201],
] as const)('%s with the profile %s is answered', async (route, profile, status) => {
  expect(await ask[route](profile)).toMatchObject({ status });
});
