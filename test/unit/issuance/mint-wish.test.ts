import * as fc from 'fast-check';
import { grantMint, readMintWish } from '../../../src/issuance/mint-wish.ts';
import { err } from '../../../src/lib/result.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aRealtimeProfile } from '../profiles/profiles-bench.ts';

const kiosk = aRealtimeProfile({ secretSeconds: 30, choices: { 'audio.output.voice': ['marin'] } });
const RELAY_URL = 'https://app.example.com/api/realtime/calls';

function read(text: string) {
  return readMintWish(aRequest({ headers: { 'content-type': 'application/json' }, body: text }));
}

/** What that body gets of the profile. */
async function grant(body: unknown, profile = kiosk) {
  const wish = await read(typeof body === 'string' ? body : JSON.stringify(body));
  return wish.ok ? grantMint(profile, wish.value, RELAY_URL) : wish;
}

const granted = async (body: unknown) => unwrap(await grant(body));
const refused = async (body: unknown) => errorOf(await grant(body));

describe('what a caller asks for', () => {
  test('is nothing where there is no body: the profile as it is', async () => {
    const wish = unwrap(await readMintWish(aRequest()));
    expect(wish.profileName).toBeUndefined();
    expect(unwrap(grantMint(kiosk, wish, RELAY_URL))).toEqual({
      kind: 'mint',
      session: { type: 'realtime' },
      seconds: 30,
    });
  });

  test('is the profile that they name, with its lifetime at the most, and a choice of theirs', async () => {
    const session = { type: 'realtime', model: 'gpt-realtime', audio: { output: { voice: 'marin' } } };
    const { model: _harmless, ...chosen } = session;
    expect(unwrap(await read('{"profile":"kiosk"}')).profileName).toBe('kiosk');
    expect(await granted({ session })).toEqual({
      kind: 'mint',
      session: chosen,
      seconds: 30,
    });
    expect(await granted({ session, expires_after: { seconds: 60 } })).toMatchObject({ seconds: 30 });
    expect(await granted({ session, expires_after: { seconds: 10 } })).toMatchObject({ seconds: 10 });
  });

  test.each(['model', 'instructions', 'tools', 'voice', 'audio', 'prompt', 'tracing'])(
    'is not session.%s, which the server decides',
    async (name) => {
      expect(await refused({ session: { type: 'realtime', [name]: 'x' } })).toMatchObject({
        reason: 'not_permitted',
        findings: [{ pointer: `/session/${name}` }],
      });
    },
  );

  test('is refused with every member at once that is not theirs, wherever it stands', async () => {
    const body = {
      tools: [],
      expires_after: { seconds: 9, minutes: 1 },
      session: { type: 'transcription', voice: 'x', audio: { output: { speed: 1 } } },
    };
    const refusal = await refused(body);
    expect(refusal).toMatchObject({ reason: 'not_permitted' });
    expect('findings' in refusal && refusal.findings.map(({ pointer }) => pointer).sort()).toEqual([
      '/expires_after/minutes',
      '/session/audio/output/speed',
      '/session/voice',
      '/tools',
    ]);
  });

  test.each([
    [{ profile: 7 }, '/profile'],
    [{ profile: null }, '/profile'],
    [{ session: null }, '/session'],
    [{ session: [] }, '/session'],
    [{ session: {} }, '/session/type'],
    [{ session: { type: 'transcription' } }, '/session/type'],
    [[], ''],
    [null, ''],
    [7, ''],
    [true, ''],
  ])('is refused where it has another shape: %j', async (body, pointer) => {
    expect(await refused(body)).toMatchObject({ reason: 'invalid_request', findings: [{ pointer }] });
  });

  test.each([
    ['instructions', '/instructions'],
    ['model', '/model'],
    ['a/b', '/a~1b'],
    ['a~b', '/a~0b'],
    ['constructor', '/constructor'],
    ['__proto__', '/__proto__'],
  ])('is no member that does not exist: %s', async (name, pointer) => {
    expect(await refused(`{"${name}":{}}`)).toMatchObject({ reason: 'not_permitted', findings: [{ pointer }] });
  });

  test.each([
    ['seconds below 10', { expires_after: { seconds: 9 } }, '/expires_after/seconds'],
    ['seconds above 7,200', { expires_after: { seconds: 7_201 } }, '/expires_after/seconds'],
    ['half a second', { expires_after: { seconds: 30.5 } }, '/expires_after/seconds'],
    ['seconds as text', { expires_after: { seconds: '30' } }, '/expires_after/seconds'],
    ['seconds as null', { expires_after: { seconds: null } }, '/expires_after/seconds'],
    ['another anchor', { expires_after: { anchor: 'now' } }, '/expires_after/anchor'],
    ['a lifetime as number', { expires_after: 30 }, '/expires_after'],
  ])('is pointed at where its value is wrong: %s', async (_what, body, pointer) => {
    expect(await refused(body)).toMatchObject({ reason: 'invalid_request', findings: [{ pointer }] });
  });

  test.each([10, 7_200])('may be a lifetime of %d s', async (seconds) => {
    expect((await grant({ expires_after: { seconds } })).ok).toBe(true);
  });

  test('is refused for a member that does not exist before one with a wrong value', async () => {
    expect(await refused({ expires_after: { seconds: 9 }, tools: [] })).toMatchObject({
      reason: 'not_permitted',
      findings: [{ pointer: '/tools' }],
    });
  });

  test('is compared with nothing of a profile that only the relay serves', async () => {
    const relayed = aRealtimeProfile({ direct: false });
    for (const body of [{}, { tools: [] }, { session: { type: 'realtime', max_output_tokens: 7 } }]) {
      expect(await grant(body, relayed)).toEqual(err({ reason: 'relay_required', url: `${RELAY_URL}?profile=kiosk` }));
    }
  });

  test('is granted or refused, whatever the body, and never makes us fail', async () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((session) => JSON.stringify({ session })),
    );
    const reasons = ['invalid_json', 'invalid_request', 'not_permitted', 'body_too_large', undefined];
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const outcome = await grant(sent);
        expect(reasons).toContain(outcome.ok ? undefined : outcome.error.reason);
      }),
    );
  });
});
