import { type Answer, type System, startSystem } from './system.ts';

const COGNITIVE_SERVICES = 'https://cognitiveservices.azure.com';
const FAULTS = [
  ['answers 400 in words that nobody knows', 'identity.status', 400, [undefined]],
  ['answers 429', 'identity.status', 429, ['endpoint-throttled']],
  // The SDK's own attempts may outlast the time that we wait.
  ['answers 500', 'identity.status', 500, ['endpoint-failed', 'no-answer']],
  ['refuses connections', 'identity.down', 'refuse', ['endpoint-unreachable', 'no-answer']],
  ['resets connections', 'identity.down', 'reset', ['endpoint-unreachable', 'no-answer']],
  ['does not answer', 'identity.delayMs', 60_000, ['no-answer']],
] as const;
/** What the endpoint says, and what the operator reads of it. */
const WORDS = [
  ['no-such-identity', { failure: 'no-such-identity', status: 400 }],
  ['identity-not-named', { failure: 'identity-not-named', status: 400 }],
  ['audience-unknown', { failure: 'audience-unknown', status: 400, entraCode: 'AADSTS500011' }],
  ['several-identities', { failure: 'identity-not-named', status: 400 }],
  ['identity-deleted', { failure: 'unknown-to-entra', status: 400, entraCode: 'AADSTS700016' }],
  ['refused', { failure: 'endpoint-refused', status: 401 }],
  ['throttled', { failure: 'endpoint-throttled', status: 429 }],
] as const;
/** Settings older than this are polled at the next request. */
const SETTINGS_AGE_MS = 37_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What each system of a hook may take to start and to answer, on a machine that does other things. */
const SYSTEM_MS = 30_000;

function tokenRequests({ azure }: System): number {
  return azure.requests.count('identity', ({ query }) => query.includes(encodeURIComponent(COGNITIVE_SERVICES)));
}

function expectNoIdentity(answer: Answer): void {
  expect({ status: answer.status, ...answer.json }).toMatchObject({ status: 503, code: 'credential_unavailable' });
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(answer.text).not.toMatch(/127\.0\.0\.1|localhost|msi|CredentialUnavailable/);
}

describe('without a token yet', () => {
  interface Met {
    readonly system: System;
    readonly answer: Answer;
    readonly next: Answer;
  }
  const systems: System[] = [];
  let met: readonly Met[];

  async function meet(system: System, name: string, value: string | number): Promise<Met> {
    system.azure.switches.set(name, value);
    // The other audience than the one that was fetched ahead: the first mint of the new settings asks for it.
    system.azure.settings.set('realtime:tokenScope', 'https://ai.azure.com/.default');
    const answer = await system.mintUntil(503);
    system.azure.switches.reset();
    return { system, answer, next: await system.mintUntil(200) };
  }

  // All at once: the SDK's own attempts take seconds, and only the waits would add up.
  beforeAll(async () => {
    for (const _ of FAULTS) systems.push(await startSystem());
    await Promise.all(systems.map((system) => system.mintUntil(200)));
    // They share this process's clock, which moves once.
    jest.setSystemTime(Date.now() + SETTINGS_AGE_MS);
    await Promise.all(systems.map(({ host }) => host.advance(SETTINGS_AGE_MS)));
    met = await Promise.all(
      FAULTS.flatMap(([, name, value], index) => systems.slice(index, index + 1).map((one) => meet(one, name, value))),
    );
  }, FAULTS.length * SYSTEM_MS);
  afterAll(async () => {
    for (const system of systems) await system.stop();
  });

  test.each(FAULTS.map(([what, , , failures], index) => [what, index, failures] as const))(
    'a mint is 503 when the identity endpoint %s, and the next one works',
    async (_what, index, failures: readonly (string | undefined)[]) => {
      const [{ system, answer, next }] = met.slice(index) as [Met];
      expectNoIdentity(answer);
      const line = await system.mintLine(answer);
      expect(line).toMatchObject({
        code: 'credential_unavailable',
        cause: expect.stringMatching(/^(CredentialUnavailableError|TimeoutError)$/),
      });
      expect(failures).toContain(line['failure']);
      expect(next.status).toBe(200);
    },
  );
});

describe('from the start of a cold app, whose settings need the identity too', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ prepare: ({ switches }) => switches.set('identity.status', 400) });
  });
  afterAll(() => system.stop());

  test('names the identity and not the store, which was never asked', async () => {
    const answer = await system.mint();
    expect(system.azure.requests.count('appConfiguration')).toBe(0);
    expectNoIdentity(answer);
  });

  test('is not ready, tells the operator why, and serves once the identity is back', async () => {
    expect(await system.request('/api/readyz')).toMatchObject({
      status: 503,
      json: { failing: ['settings_unavailable', 'credential_unavailable'] },
    });
    await system.logged('credential_unavailable');
    system.azure.switches.reset();
    await system.mintUntil(200);
    await system.until(async () => (await system.request('/api/readyz')).status === 200);
  });
});

describe('a token that has ended, and an endpoint that says why it gives no other', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ prepare: ({ switches }) => switches.set('identity.lifetimeSeconds', 600) });
    await system.mintUntil(200);
    await system.advance(11 * MINUTE_MS);
  });
  afterAll(() => system.stop());

  test.each(WORDS)('tells the operator which of the known reasons “%s” is, and no word of it', async (error, facts) => {
    system.azure.switches.set('identity.error', error);
    // Longer than any pause between two attempts.
    await system.advance(MINUTE_MS);
    const answer = await system.mint();
    expectNoIdentity(answer);

    const { status, ...same } = facts;
    expect(await system.mintLine(answer)).toMatchObject({ ...same, identityStatus: status });
    const isTold = async (event: string, told: Readonly<Record<string, unknown>>) =>
      (await system.logged(event, 0)).some((line) =>
        Object.entries(told).every(([fact, value]) => line[fact] === value),
      );
    await system.until(() => isTold('credential_unavailable', facts));
    // A poll of the settings may still be under way that met what was said before: then the next one.
    await system.until(async () => {
      if (await isTold('settings_unusable', { failure: facts.failure })) return true;
      await system.advance(SETTINGS_AGE_MS);
      await system.mint();
      return false;
    });
    expect(system.host.output()).not.toMatch(/Contoso|was not found|Description|correlation ?id/i);
  });
});

describe('with a token held', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
    await system.mintUntil(200);
    await system.advance(12.1 * HOUR_MS);
  });
  afterAll(() => system.stop());
  afterEach(() => system.azure.switches.reset());

  test.each(FAULTS)('a mint is served at once when the identity endpoint %s', async (_what, name, value) => {
    system.azure.switches.set(name, value);
    await system.advance(MINUTE_MS);
    const answer = await system.mint();
    expect(answer.status).toBe(200);
    const { phasesMs } = (await system.mintLine(answer)) as { phasesMs: Record<string, number> };
    expect(phasesMs['token']).toBeLessThan(500);
  });

  test('serves to the token’s last minute, then says what is missing, then works again', async () => {
    system.azure.switches.set('identity.status', 429);
    await system.advance(11.7 * HOUR_MS);
    expect((await system.mint()).status).toBe(200);

    await system.advance(0.2 * HOUR_MS);
    const answer = await system.mint();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');

    system.azure.switches.reset();
    await system.mintUntil(200);
  });
});

describe('a token of ten minutes', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ prepare: ({ switches }) => switches.set('identity.lifetimeSeconds', 600) });
    await system.mintUntil(200);
  });
  afterAll(() => system.stop());

  test('is not asked for again in the first half of its life', async () => {
    await system.advance(4 * MINUTE_MS);
    await system.mintUntil(200);
    expect(tokenRequests(system)).toBe(1);
  });

  test('is replaced behind a request of the second half, once for everybody', async () => {
    system.azure.switches.set('identity.delayMs', 300);
    await system.advance(2 * MINUTE_MS);
    const answers = await Promise.all([system.mint(), system.mint(), system.mint()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await system.until(() => tokenRequests(system) === 2);
    system.azure.switches.reset();
    await system.mintUntil(200);
    expect(tokenRequests(system)).toBe(2);
  });
});
