import type { Caller } from '../../../src/auth/caller.ts';
import { grantLive, readLiveWish } from '../../../src/issuance/live-wish.ts';
import { profileFor, toGrant } from '../../../src/issuance/wish.ts';
import { err } from '../../../src/lib/result.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { anOffer } from '../../support/sdp.ts';
import { aLiveProfile, readTexts } from '../profiles/profiles-bench.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const SDP_TYPE = { 'content-type': 'application/sdp' };
const TRANSPORT = { type: 'webrtc', sdp: anOffer() };
const URLS = { realtime: '/api/realtime/calls', live: '/api/live/sessions' };

const profile = aLiveProfile({ choices: { 'audio.output.voice': ['cedar'] }, safetyIdentifier: true }, 'Be brief.');

function read(body: unknown, query = '') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readLiveWish(aRequest({ path: `/api/live/sessions${query}`, headers: JSON_TYPE, body: text }));
}

async function grant(body: unknown, query = '') {
  return grantLive(profile, unwrap(await read(body, query)));
}

describe('what a caller asks of the Live relay', () => {
  test('is in JSON the profile, the offer, and the voice that the profile leaves to them', async () => {
    const body = {
      transport: TRANSPORT,
      profile: 'kiosk',
      session: { model: 'gpt-live', audio: { output: { voice: 'cedar' } } },
    };
    expect(unwrap(await read(body)).profileName).toBe('kiosk');
    expect(unwrap(await grant(body))).toEqual({
      kind: 'live',
      session: { instructions: 'Be brief.', audio: { output: { voice: 'cedar' } } },
      identified: true,
      offer: anOffer(),
    });
  });

  test('is as SDP the offer, with the profile in the query', async () => {
    const request = aRequest({ path: '/api/live/sessions?profile=kiosk', headers: SDP_TYPE, body: anOffer() });
    const wish = unwrap(await readLiveWish(request));
    expect(wish.profileName).toBe('kiosk');
    expect(unwrap(grantLive(profile, wish)).offer).toBe(anOffer());
  });

  test('has variables where an app speaks for its end users', async () => {
    const greeting = aLiveProfile({ variables: { name: { maxLength: 9 } } }, 'Greet {{name}}.');
    const wish = unwrap(await read({ transport: TRANSPORT, variables: { name: 'Anna' } }));
    expect(unwrap(grantLive(greeting, wish)).session.instructions).toBe('Greet Anna.');
  });

  test('names its profile once', async () => {
    const both = await grant({ transport: TRANSPORT, profile: 'kiosk' }, '?profile=kiosk');
    expect(errorOf(both)).toMatchObject({ reason: 'invalid_request', findings: [{ pointer: '/profile' }] });
  });

  test.each([
    ['no transport', {}, { reason: 'invalid_request', pointer: '/transport' }],
    [
      'another transport',
      { transport: { type: 'websocket', sdp: anOffer() } },
      { reason: 'invalid_request', pointer: '/transport/type' },
    ],
    [
      'a member that is not there',
      { transport: TRANSPORT, model: 'gpt-live' },
      { reason: 'not_permitted', pointer: '/model' },
    ],
    [
      'instructions',
      { transport: TRANSPORT, session: { instructions: 'x' } },
      { reason: 'not_permitted', pointer: '/session/instructions' },
    ],
    [
      'another voice',
      { transport: TRANSPORT, session: { audio: { output: { voice: 'echo' } } } },
      { reason: 'not_permitted', pointer: '/session/audio/output/voice' },
    ],
  ])('is refused with %s', async (_what, body, { reason, pointer }) => {
    expect(errorOf(await grant(body))).toMatchObject({ reason, findings: [{ pointer }] });
  });

  test.each([
    ['what is no JSON', '{', 'invalid_json'],
    ['an offer that is none', { transport: { type: 'webrtc', sdp: 'v=0' } }, 'invalid_offer'],
    ['64 KiB and more', { transport: { type: 'webrtc', sdp: 'x'.repeat(66_000) } }, 'body_too_large'],
  ])('is refused with %s', async (_what, body, reason) => {
    expect(await grant(body, '?profile=kiosk')).toEqual(err(expect.objectContaining({ reason })));
  });

  test.each([
    ['is no JSON', '{', 'invalid_json'],
    ['is too large', 'x'.repeat(66_000), 'body_too_large'],
  ])('is refused for a body that %s, and not for a profile that may stand in it', async (_what, body, reason) => {
    expect(errorOf(await read(body))).toMatchObject({ reason });
  });

  test.each(['?model=x', '?profile=a&profile=b'])('has nothing else in the query: %s', async (query) => {
    expect(errorOf(await read({ transport: TRANSPORT }, query))).toEqual({
      reason: 'query_not_permitted',
      permitted: ['profile'],
    });
  });
});

describe('the profile', () => {
  const profiles = readTexts({
    'profiles:coach': JSON.stringify({ api: 'live', deployment: 'gpt-live' }),
    'profiles:desk': JSON.stringify({ api: 'live', deployment: 'gpt-live', requires: { role: 'Desk' } }),
    'profiles:kiosk': '{}',
  });
  const nobody = { rules: [] };
  const caller: Caller = {
    ...{ hash: 'ada', formerHashes: [], scopes: [], roles: [], isOperator: false, isPerson: true, rule: 'rule' },
    ...{ seesCallsOf: nobody, endsCallsOf: nobody, issuedAtSeconds: undefined },
  };
  const asked = { profileName: 'coach', session: undefined, variables: undefined, findings: [] };
  const body = { offer: anOffer() };
  const wish = (profileName?: string) => ({ kind: 'live' as const, ...asked, profileName, body });
  const choose = (name?: string, roles: readonly string[] = []) =>
    profileFor(profiles, wish(name), { ...caller, roles });

  test('has to be named, and the refusal names those that the caller may use', () => {
    expect(errorOf(choose())).toEqual({ reason: 'profile_required', profiles: ['coach'] });
    expect(errorOf(choose(undefined, ['Desk']))).toEqual({ reason: 'profile_required', profiles: ['coach', 'desk'] });
    expect(choose('coach').ok).toBe(true);
    expect(errorOf(choose('desk'))).toMatchObject({ reason: 'profile_not_permitted' });
  });

  test.each([
    { kind: 'mint' as const, ...asked, seconds: undefined },
    { kind: 'relay' as const, ...asked, body },
  ])('of Live is refused to the routes of Realtime, with the route that serves it: %#', (ofRealtime) => {
    expect(errorOf(toGrant(unwrap(choose('coach')), ofRealtime, URLS))).toEqual({
      reason: 'profile_of_other_api',
      url: '/api/live/sessions?profile=coach',
    });
  });

  test('of Realtime is refused to the Live relay, with the route that serves it', () => {
    expect(errorOf(toGrant(unwrap(choose('kiosk')), wish('kiosk'), URLS))).toEqual({
      reason: 'profile_of_other_api',
      url: '/api/realtime/calls?profile=kiosk',
    });
  });
});
