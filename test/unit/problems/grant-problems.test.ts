import { aStanding, respond } from './refusals.ts';

describe('a problem of a profile', () => {
  test('is the same whether the profile does not exist or is not the caller’s', () => {
    expect(respond({ reason: 'profile_not_permitted', cause: 'unknown' }).body).toEqual(
      respond({ reason: 'profile_not_permitted', cause: 'requirement' }).body,
    );
    expect(respond({ reason: 'profile_not_permitted', cause: 'unknown' }).body).toMatchObject({
      code: 'not_permitted',
      pointers: ['/profile'],
    });
  });

  test('of which everybody knows that it exists asks for its scope', () => {
    expect(
      respond({ reason: 'profile_forbidden', cause: 'requirement', scope: 'voice', role: undefined }).headers.get(
        'www-authenticate',
      ),
    ).toContain('error="insufficient_scope", scope="voice"');
  });

  test('names key, place and fix', () => {
    const problems = [{ key: 'realtime:profiles:kiosk', problem: 'at /session/voice is a name of the beta' }];
    expect(respond({ reason: 'profile_invalid', profile: 'kiosk', problems }).body['detail']).toContain(
      'realtime:profiles:kiosk at /session/voice is a name of the beta.',
    );
  });

  test('that only the relay serves says where that is', () => {
    const { status, body } = respond({ reason: 'relay_required', url: '/api/realtime/calls' });
    expect([status, body]).toEqual([
      403,
      expect.objectContaining({ code: 'relay_required', url: '/api/realtime/calls' }),
    ]);
  });
});

describe('an exhausted quota', () => {
  const standings = [
    aStanding({ name: 'minute', remaining: 0, resetSeconds: 42 }),
    aStanding({ name: 'day', limit: 100, windowSeconds: 86_400, remaining: 93, resetSeconds: 3_000 }),
  ];
  const { status, headers, body } = respond({
    reason: 'quota_exceeded',
    violated: ['minute'],
    waitSeconds: 42,
    inFlight: false,
    standings,
  });

  test('names the policies that are used up, in the member of the draft and in the sentence', () => {
    expect([status, body['violated-policies']]).toEqual([429, ['minute']]);
    expect(body['detail']).toBe('The quota "minute", 6 in 60 s, is used up. The next try can succeed in 42 s.');
  });

  test('says how every policy stands and when to come back, and that no retry helps', () => {
    expect(headers.get('ratelimit-policy')).toBe('"minute";q=6;w=60, "day";q=100;w=86400');
    expect(headers.get('ratelimit')).toBe('"minute";r=0;t=42, "day";r=93;t=3000');
    expect(headers.get('retry-after')).toBe('42');
    expect(headers.get('x-should-retry')).toBe('false');
  });

  test('says of units that are under way that they may come back, and an SDK may ask again', () => {
    const other = respond({ reason: 'quota_exceeded', violated: ['day'], waitSeconds: 1, inFlight: true, standings });
    expect(other.body['detail']).toBe(
      'The quota "day", 100 in 86400 s, has no unit beside those of your requests under way. The next try can succeed in 1 s.',
    );
    expect([other.headers.get('retry-after'), other.headers.get('x-should-retry')]).toEqual(['1', null]);
  });

  test('has no such member and fields on any other problem', () => {
    const other = respond({ reason: 'quota_unavailable', status: undefined, cause: 'TimeoutError' });
    expect(other.body).not.toHaveProperty('violated-policies');
    expect(other.headers.has('ratelimit')).toBe(false);
  });
});
