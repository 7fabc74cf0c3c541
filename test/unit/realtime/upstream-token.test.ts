import type { AccessToken, TokenCredential } from '@azure/identity';
import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import { createUpstreamTokens } from '../../../src/realtime/upstream-token.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { aLog } from '../../support/recording-log.ts';
import { settled } from '../../support/settled.ts';

const [SCOPE, OTHER_SCOPE] = TOKEN_SCOPES;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function aBench(give: (asked: number) => AccessToken | null) {
  const clock = aClock();
  const log = aLog();
  const asked: (string | string[])[] = [];
  const credential: TokenCredential = {
    async getToken(scopes) {
      asked.push(scopes);
      return give(asked.length);
    },
  };
  return { clock, log, asked, tokens: createUpstreamTokens({ credential, now: clock.now, log }) };
}

function aDayLong(asked: number): AccessToken {
  return { token: `token-${asked}`, expiresOnTimestamp: NOON_MS + DAY_MS };
}

function refuse(): never {
  throw Object.assign(new Error('quotes a secret'), { name: 'CredentialUnavailableError' });
}

describe('the identity’s token', () => {
  test('is fetched once for everybody, of the scope asked for', async () => {
    const { tokens, asked } = aBench(aDayLong);
    const all = await Promise.all([tokens[SCOPE].get(), tokens[SCOPE].get()]);
    expect(all).toEqual([
      { ok: true, value: 'token-1' },
      { ok: true, value: 'token-1' },
    ]);
    expect(asked).toEqual([SCOPE]);
  });

  test('is another one for another scope', async () => {
    const { tokens, asked } = aBench(aDayLong);
    await tokens[SCOPE].get();
    expect(await tokens[OTHER_SCOPE].get()).toEqual({ ok: true, value: 'token-2' });
    expect(asked).toEqual([SCOPE, OTHER_SCOPE]);
  });

  test('is refreshed behind at half of its life, and not before', async () => {
    const { tokens, clock, asked } = aBench(aDayLong);
    await tokens[SCOPE].get();
    clock.advance(DAY_MS / 2 - 1);
    await tokens[SCOPE].get();
    expect(asked).toHaveLength(1);
    clock.advance(1);
    expect(await tokens[SCOPE].get()).toEqual({ ok: true, value: 'token-1' });
    await settled();
    expect(await tokens[SCOPE].get()).toEqual({ ok: true, value: 'token-2' });
    expect(asked).toHaveLength(2);
  });

  test('is refreshed when the credential says so', async () => {
    const { tokens, clock, asked } = aBench((count) => ({
      ...aDayLong(count),
      refreshAfterTimestamp: NOON_MS + 10 * MINUTE_MS,
    }));
    await tokens[SCOPE].get();
    clock.advance(10 * MINUTE_MS);
    await tokens[SCOPE].get();
    expect(asked).toHaveLength(2);
  });

  test('is not asked for more often than every 30 s, though the credential hands out an old one', async () => {
    const { tokens, clock, asked } = aBench((count) => ({ ...aDayLong(count), refreshAfterTimestamp: NOON_MS - 1 }));
    await tokens[SCOPE].get();
    clock.advance(29_999);
    await tokens[SCOPE].get();
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await tokens[SCOPE].get();
    expect(asked).toHaveLength(2);
  });

  test('is served to its last minute while the identity endpoint is down, and no longer', async () => {
    const { tokens, clock } = aBench((count) => (count === 1 ? aDayLong(count) : refuse()));
    await tokens[SCOPE].get();
    clock.advance(DAY_MS - MINUTE_MS - 1);
    expect(await tokens[SCOPE].get()).toEqual({ ok: true, value: 'token-1' });
    await settled();
    clock.advance(1_001);
    expect(await tokens[SCOPE].get()).toEqual({
      ok: false,
      error: { reason: 'credential_unavailable', cause: 'CredentialUnavailableError' },
    });
  });

  test.each([
    ['has expired', NOON_MS - 1, false],
    ['expires within a minute', NOON_MS + MINUTE_MS, false],
    ['expires just after a minute', NOON_MS + MINUTE_MS + 1, true],
    ['has no end', Number.NaN, false],
  ])('is judged when it %s', async (_what, expiresOnTimestamp, accepted) => {
    const { tokens } = aBench(() => ({ token: 'token', expiresOnTimestamp }));
    expect((await tokens[SCOPE].get()).ok).toBe(accepted);
  });

  test.each(['a\r\nX-Injected: 1', 'two words', '', 'é', 'a"b'])(
    'is refused when it cannot stand in a header: %j',
    async (token) => {
      const { tokens } = aBench(() => ({ token, expiresOnTimestamp: NOON_MS + DAY_MS }));
      expect(await tokens[SCOPE].get()).toEqual({
        ok: false,
        error: { reason: 'credential_unavailable', cause: 'The credential gave no usable token.' },
      });
    },
  );

  test('is refused when the credential gives none', async () => {
    expect((await aBench(() => null).tokens[SCOPE].get()).ok).toBe(false);
  });

  test('is asked for about a second after a failure, with one log line each, without the message', async () => {
    const { tokens, clock, asked, log } = aBench(refuse);
    await Promise.all([tokens[SCOPE].get(), tokens[SCOPE].get()]);
    clock.advance(749);
    await tokens[SCOPE].get();
    expect(asked).toHaveLength(1);
    clock.advance(251);
    await tokens[SCOPE].get();
    expect(asked).toHaveLength(2);
    expect(log.of('credential_unavailable')).toHaveLength(2);
    expect(JSON.stringify(log.records)).not.toContain('quotes a secret');
  });
});
