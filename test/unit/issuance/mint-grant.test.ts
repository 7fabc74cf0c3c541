import { mintResponseSchema } from '../../../src/issuance/mint-contract.ts';
import { NOON_MS } from '../../support/clock.ts';
import { json } from '../../support/loopback-server.ts';
import { aMintSuite } from '../../support/mint-suite.ts';

const suite = aMintSuite();
const { aBench } = suite;

describe('a mint for a profile', () => {
  const INSTRUCTIONS = 'canary-of-the-prompt';
  const profiles = {
    'profiles:kiosk': '{"deployment":"mini","secretSeconds":20,"choices":{"audio.output.voice":["marin"]}}',
    'profiles:kiosk:instructions': INSTRUCTIONS,
    'profiles:relayed': '{"direct":false,"filter":true,"session":{"type":"realtime","max_output_tokens":77}}',
    'profiles:broken': `{"session":{"type":"realtime","instructions":["${INSTRUCTIONS}"]}}`,
  };

  test('asks Azure for its session, its deployment and its lifetime, and answers without the session', async () => {
    const bench = aBench(profiles);
    const session = { type: 'realtime', audio: { output: { voice: 'marin' } } };
    const { status, body } = await bench.mint(JSON.stringify({ profile: 'kiosk', session }));
    expect(JSON.parse(suite.server.requests.at(-1)?.body ?? '')).toEqual({
      expires_after: { anchor: 'created_at', seconds: 20 },
      session: { ...session, instructions: INSTRUCTIONS, model: 'mini' },
    });
    expect([status, body]).toEqual([200, expect.objectContaining({ model: 'mini' })]);
    expect(mintResponseSchema.safeParse(body).success).toBe(true);
    expect(JSON.parse(bench.lines[0] ?? '')).toMatchObject({ profile: 'kiosk', deployment: 'mini' });
    expect(JSON.stringify([body, bench.lines])).not.toContain(INSTRUCTIONS);
  });

  test.each([
    ['kiosk', { session: { type: 'realtime', instructions: 'x' } }, 422, 'not_permitted', 'kiosk'],
    ['relayed', {}, 403, 'relay_required', 'relayed'],
    // The filter keeps the session from every page; one answer to a good and a bad guess keeps it from a mint too.
    ['relayed', { session: { type: 'realtime', max_output_tokens: 77 } }, 403, 'relay_required', 'relayed'],
    ['relayed', { session: { type: 'realtime', max_output_tokens: 78 } }, 403, 'relay_required', 'relayed'],
    ['relayed', { session: { type: 'transcription' }, user: 'x' }, 403, 'relay_required', 'relayed'],
    ['broken', {}, 503, 'profile_invalid', 'broken'],
    ['unknown', {}, 422, 'not_permitted', undefined],
  ])(
    '%s, asked for %j, is refused with %d %s and asks nothing of Azure',
    async (profile, rest, status, code, logged) => {
      const before = suite.server.requests.length;
      const bench = aBench(profiles);
      const answer = await bench.mint(JSON.stringify({ profile, ...rest }));
      expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })]);
      expect(suite.server.requests).toHaveLength(before);
      const record = JSON.parse(bench.lines[0] ?? '') as Record<string, unknown>;
      expect([record['code'], record['profile']]).toEqual([code, logged]);
      expect(JSON.stringify([answer.body, bench.lines])).not.toContain(INSTRUCTIONS);
    },
  );
});

describe('a mint under a quota', () => {
  const ONE = { quota: '{"hour":{"limit":1,"windowSeconds":3600}}' };

  test('says what is left in its fields, and in the log', async () => {
    const bench = aBench(ONE);
    const { headers } = await bench.mint();
    expect(headers.get('ratelimit-policy')).toBe('"hour";q=1;w=3600');
    expect(headers.get('ratelimit')).toBe('"hour";r=0;t=3602');
    expect(JSON.parse(bench.lines[0] ?? '')).toMatchObject({ remaining: { hour: 0 } });
  });

  test('that is used up asks nothing of Azure, not even a token', async () => {
    const bench = aBench(ONE);
    await bench.mint();
    const before = [suite.server.requests.length, bench.asked.length];
    const { status, body } = await bench.mint();
    expect([status, body]).toEqual([429, expect.objectContaining({ code: 'quota_exceeded' })]);
    expect([suite.server.requests.length, bench.asked.length]).toEqual(before);
    expect(JSON.parse(bench.lines[1] ?? '')).toMatchObject({ outcome: 'refused', violated: ['hour'], inFlight: false });
  });

  test('tells telemetry which policies refused it', async () => {
    const bench = aBench({
      quota: '{"hour":{"limit":1,"windowSeconds":3600},"a-day_1":{"limit":1,"windowSeconds":86400}}',
    });
    await bench.mint();
    await bench.mint();
    const event = (await bench.told()).find(({ properties }) => properties['code'] === 'quota_exceeded');
    expect(event?.properties).toMatchObject({ outcome: 'refused', violated: 'hour,a-day_1' });
  });

  test.each([
    ['gives it back', json(401, {}), true, 200],
    ['keeps it', json(200, {}), undefined, 429],
  ])('%s where a mint surely did not happen, and only there', async (_what, answer, unitReturned, next) => {
    const bench = aBench(ONE);
    suite.server.answers(answer, json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 60 }));
    await bench.mint();
    expect((JSON.parse(bench.lines[0] ?? '') as Record<string, unknown>)['unitReturned']).toBe(unitReturned);
    expect((await bench.mint()).status).toBe(next);
  });

  test('is told that it cannot be looked up, as a fault of the service', async () => {
    const bench = aBench(ONE);
    bench.table.before(() => {
      throw Object.assign(new Error('quotes a credential'), { statusCode: 403 });
    });
    expect((await bench.mint()).body).toMatchObject({ code: 'quota_unavailable' });
    expect(JSON.parse(bench.lines[0] ?? '')).toMatchObject({ outcome: 'failed', storageStatus: 403, cause: 'Error' });
    expect(bench.lines[0]).not.toContain('quotes');
  });

  test('that is off leaves no trace', async () => {
    const bench = aBench({ quota: '{}' });
    suite.server.answers(json(401, {}));
    const { headers } = await bench.mint();
    expect(headers.has('ratelimit')).toBe(false);
    expect(bench.lines[0]).not.toMatch(/remaining|unitReturned/);
    expect(bench.table.calls).toEqual([]);
  });
});
