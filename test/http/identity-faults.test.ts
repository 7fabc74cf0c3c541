import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type Answer, type System, startSystem } from './system.ts';

const COGNITIVE_SERVICES = 'https://cognitiveservices.azure.com';
const QUICK_FAULTS = [
  ['answers 400 in words that nobody knows', 'identity.status', 400, [undefined]],
  ['answers 429', 'identity.status', 429, ['endpoint-throttled']],
  ['answers 500', 'identity.status', 500, ['endpoint-failed', 'no-answer']],
  ['refuses connections', 'identity.down', 'refuse', ['endpoint-unreachable', 'no-answer']],
  ['resets connections', 'identity.down', 'reset', ['endpoint-unreachable', 'no-answer']],
] as const;
const SILENCE = ['does not answer', 'identity.delayMs', 60_000, ['no-answer']] as const;
const FAULTS = [...QUICK_FAULTS, SILENCE];
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
/** Of those that live for ten minutes. */
const TOKENS_END_MS = 11 * MINUTE_MS;

function tokenRequests({ azure }: System): number {
  return azure.requests.count('identity', ({ query }) => query.includes(encodeURIComponent(COGNITIVE_SERVICES)));
}

function expectNoIdentity(answer: Answer): void {
  expect({ status: answer.status, ...answer.json }).toMatchObject({ status: 503, code: 'credential_unavailable' });
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(answer.text).not.toMatch(/127\.0\.0\.1|localhost|msi|CredentialUnavailable/);
}

describe('without a token, yet or any more', () => {
  interface Met {
    readonly system: System;
    readonly answer: Answer;
    readonly next: Answer;
  }
  const met = new Map<string, Met>();
  let system: System;
  /** Whose endpoint will never answer: eight seconds, which pass while the other one meets the quick faults. */
  let silent: System;

  function giveShortTokens({ switches }: EmulatedAzure): void {
    switches.reset();
    switches.set('identity.lifetimeSeconds', 600);
  }

  async function meet(one: System, [what, name, value]: (typeof FAULTS)[number]): Promise<void> {
    one.azure.switches.set(name, value);
    const answer = await one.mintUntil(503);
    giveShortTokens(one.azure);
    met.set(what, { system: one, answer, next: await one.mintUntil(200) });
  }

  /** They share this process's clock. */
  async function advance(ms: number): Promise<void> {
    await Promise.all([system.advance(ms), silent.host.advance(ms)]);
  }

  async function meetQuickOnes(): Promise<void> {
    for (const fault of QUICK_FAULTS) {
      await meet(system, fault);
      // Longer than any pause between two attempts: the settings need the identity too, and are fetched again.
      await advance(MINUTE_MS);
      await system.mintUntil(200);
      await advance(TOKENS_END_MS);
    }
  }

  beforeAll(async () => {
    silent = await startSystem();
    system = await startSystem({ prepare: giveShortTokens });
    await Promise.all([silent.mintUntil(200), system.mintUntil(200)]);
    await advance(TOKENS_END_MS);
    // The other audience than the one that was fetched ahead: the first mint of the new settings asks for it.
    silent.azure.settings.set('realtime:tokenScope', 'https://ai.azure.com/.default');
    await Promise.all([meet(silent, SILENCE), meetQuickOnes()]);
  });
  afterAll(() => Promise.all([silent.stop(), system.stop()]));

  test.each(FAULTS.map(([what, , , failures]) => [what, failures] as const))(
    'a mint is 503 when the identity endpoint %s, and the next one works',
    async (what, failures: readonly (string | undefined)[]) => {
      const { system: one, answer, next } = met.get(what) as Met;
      expectNoIdentity(answer);
      const line = await one.mintLine(answer);
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
    await system.advance(TOKENS_END_MS);
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
