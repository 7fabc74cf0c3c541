/** Whoever stands between us and the issuer, and whoever wants to use us against it. */
import { type Arena, anArena, expectRefused, WAYS_TO_KEYS } from './attack-table.ts';
import type { Answer } from './system.ts';

/** An unknown key is looked for once in half a minute. */
const AGAIN_MS = 31_000;

let arena: Arena;

const mintWith = async (token: string | Promise<string>): Promise<Answer> =>
  arena.system.mint({ headers: { Authorization: `Bearer ${await token}` } });
const asked = (): number => arena.system.azure.requests.count('issuer');
/** How many of these answers had which status. */
function tally(answers: readonly Answer[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe.each(WAYS_TO_KEYS.map((shape) => [shape.name, shape] as const))('%s', (_name, shape) => {
  const hasMetadata = shape.discoveryPath !== undefined;
  /** Requests that one look for the keys takes. */
  const LOOK = hasMetadata ? 2 : 1;

  /** For the tests of one suite together: time enough passes between them for the keys to be looked for again. */
  function useArena(): void {
    beforeAll(async () => {
      arena = await anArena(shape);
    });
    afterEach(async () => {
      arena.system.azure.switches.set('issuer.jwks', 'normal');
      arena.system.azure.switches.set('issuer.delayMs', 0);
      await arena.system.advance(AGAIN_MS);
    });
    afterAll(() => arena.system.stop());
  }

  describe('keys from somewhere else', () => {
    afterEach(() => arena.system.stop());

    test('are not taken, and the good token that is refused meanwhile is served as soon as they are the issuer’s own', async () => {
      const all: readonly (readonly [name: string, value: string])[] = [
        ['issuer.discovery', 'wrong-issuer'],
        ['issuer.discovery', 'redirect'],
        ['issuer.discovery', 'http-jwks-uri'],
        ['issuer.discovery', 'oversize'],
        ['issuer.discovery', 'malformed'],
        ['issuer.jwks', 'redirect'],
        ['issuer.jwks', 'oversize'],
        ['issuer.jwks', 'malformed'],
        ['issuer.jwks', 'empty'],
      ];
      const [first = ['issuer.jwks', 'empty'] as const, ...others] = all.filter(
        ([name]) => hasMetadata || name !== 'issuer.discovery',
      );
      arena = await anArena(shape, ({ switches }) => switches.set(...first));
      const { system, forger } = arena;
      // The app looks for the keys as it starts, and must not hold what it found.
      await system.until(() => asked() > 0);
      for (const [name, value] of [first, ...others]) {
        system.azure.switches.set(name, value);
        // The caller cannot mend it and their token may be good: 503 and not 401, caused by the switch.
        const answer = await mintWith(forger.signed());
        expect([value, answer.status, answer.json['code']]).toEqual([value, 503, 'issuer_unavailable']);
        system.azure.switches.set(name, 'normal');
        // The longest that an issuer which fails is left alone.
        await system.advance(AGAIN_MS);
      }
      expect(system.azure.requests.count('issuer', ({ path }) => path.startsWith('/moved'))).toBe(0);
      expect(system.azure.requests.count('openai')).toBe(0);
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
    });

    test('do not replace those that are held: known callers are served, and a foreign key counts for nothing', async () => {
      arena = await anArena(shape);
      const { system, forger } = arena;
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
      system.azure.switches.set(
        hasMetadata ? 'issuer.discovery' : 'issuer.jwks',
        hasMetadata ? 'wrong-issuer' : 'empty',
      );
      await system.advance(11 * 60_000);
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
      await expectRefused(system, `Bearer ${forger.forged()}`, 401);
    });
  });

  describe('a rotation of the issuer’s keys during traffic', () => {
    useArena();

    test('refuses nobody who comes with a token of the new key, and fetches the keys once', async () => {
      const { system, forger } = arena;
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
      system.azure.rotateIssuerKeys();
      // Slow enough for all of them to come while the new keys are on their way.
      system.azure.switches.set('issuer.delayMs', 200);
      const after = await forger.signed();
      const asking = asked();
      const crowd = Array.from({ length: 60 }, () => mintWith(after));
      expect(tally(await Promise.all(crowd))).toEqual({ 200: 60 });
      expect(asked() - asking).toBe(LOOK);
    });

    test('ends what the old key signed: its token is refused, and one of the new key is served', async () => {
      const { system, forger } = arena;
      const before = await forger.signed();
      expect(await mintWith(before)).toMatchObject({ status: 200 });
      system.azure.rotateIssuerKeys();
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
      await expectRefused(system, `Bearer ${before}`, 401);
    });
  });

  const storm = (size: number): Promise<readonly Answer[]> =>
    Promise.all(
      Array.from({ length: size }, (_, index) => mintWith(arena.forger.forged({ kid: `invented-${index}` }))),
    );

  describe('a storm of invented key ids', () => {
    useArena();

    test('is one fetch of the keys in 30 s, all 401, while good callers are served in its midst', async () => {
      const { system, forger } = arena;
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
      const asking = asked();
      const good = Array.from({ length: 20 }, () => mintWith(forger.signed()));
      expect(tally(await storm(100))).toEqual({ 401: 100 });
      expect(tally(await Promise.all(good))).toEqual({ 200: 20 });
      expect(tally(await storm(100))).toEqual({ 401: 100 });
      expect(asked() - asking).toBe(LOOK);
      await system.advance(AGAIN_MS);
      expect(tally(await storm(100))).toEqual({ 401: 100 });
      expect(asked() - asking).toBe(2 * LOOK);
    });

    test('while the issuer is down harms nobody whose key is known', async () => {
      const { system, forger } = arena;
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
      system.azure.switches.set('issuer.jwks', 'error');
      const [good] = await Promise.all([mintWith(forger.signed()), storm(100)]);
      expect(good).toMatchObject({ status: 200 });
      expect(tally(await storm(100))).toEqual({ 401: 100 });
    });

    test('delays a rotation that comes right after it by 30 s and no longer', async () => {
      const { system, forger } = arena;
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
      await storm(10);
      system.azure.rotateIssuerKeys();
      await expectRefused(system, `Bearer ${await forger.signed()}`, 401);
      await system.advance(30_000);
      expect(await mintWith(forger.signed())).toMatchObject({ status: 200 });
    });
  });

  describe('a storm of invented key ids', () => {
    afterEach(() => arena.system.stop());

    test('on an instance that has no keys yet is one fetch as well', async () => {
      arena = await anArena(shape);
      arena.system.azure.requests.clear();
      expect(tally(await storm(100))).toEqual({ 401: 100 });
      expect(asked()).toBeLessThanOrEqual(2 * LOOK);
      expect(await mintWith(arena.forger.signed())).toMatchObject({ status: 200 });
    });
  });
});
