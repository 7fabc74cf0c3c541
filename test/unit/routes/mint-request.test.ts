import type { Profiles } from '../../../src/profiles/profile.ts';
import { readMintRequest } from '../../../src/routes/mint-request.ts';
import { readTexts } from '../../support/profiles.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf, unwrap } from '../../support/result.ts';

const profiles = readTexts({
  'profiles:kiosk': '{"secretSeconds":30,"choices":{"audio.output.voice":["marin"]}}',
  'profiles:staff': '{"requires":{"role":"Staff"}}',
});
const CALLER = { scopes: ['access_as_user'], roles: [] };

async function read(body: unknown, from: Profiles = profiles) {
  const headers = { 'content-type': 'application/json' };
  return readMintRequest(aRequest({ headers, body: JSON.stringify(body) }), from, CALLER);
}

const granted = async (body: unknown) => unwrap(unwrap(await read(body)).grant);
const refused = async (body: unknown) => errorOf(unwrap(await read(body)).grant);

describe('what a caller asks for', () => {
  test('is the default profile where they say nothing', async () => {
    const { profile, grant } = unwrap(await readMintRequest(aRequest(), profiles, CALLER));
    expect([profile.name, unwrap(grant)]).toEqual([
      'default',
      { profile: 'default', deployment: 'gpt-realtime', session: { type: 'realtime' }, seconds: 60 },
    ]);
  });

  test('is the profile that they name, with its lifetime at the most, and a choice of theirs', async () => {
    const session = { type: 'realtime', model: 'gpt-realtime', audio: { output: { voice: 'marin' } } };
    const { model: _harmless, ...chosen } = session;
    const kiosk = { profile: 'kiosk', deployment: 'gpt-realtime', session: chosen };
    expect(await granted({ profile: 'kiosk', session })).toEqual({ ...kiosk, seconds: 30 });
    expect(await granted({ profile: 'kiosk', session, expires_after: { seconds: 60 } })).toMatchObject({ seconds: 30 });
    expect(await granted({ profile: 'kiosk', session, expires_after: { seconds: 10 } })).toMatchObject({ seconds: 10 });
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
  ])('is refused where it has another shape: %j', async (body, pointer) => {
    expect(await refused(body)).toMatchObject({ reason: 'invalid_request', findings: [{ pointer }] });
  });

  test('tells nothing of a profile that is not theirs', async () => {
    const [hidden, unknown] = [await read({ profile: 'staff' }), await read({ profile: 'nobody' })];
    expect(errorOf(hidden)).toEqual({ reason: 'profile_not_permitted', cause: 'requirement' });
    expect(errorOf(unknown)).toEqual({ reason: 'profile_not_permitted', cause: 'unknown' });
  });

  test('is not read against a profile that is broken', async () => {
    const broken = readTexts({ 'profiles:default': '{' });
    expect(errorOf(await read({ tools: [] }, broken))).toMatchObject({ reason: 'profile_invalid' });
  });
});
