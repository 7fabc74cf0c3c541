import { grantRelay, readRelayWish } from '../../../src/issuance/relay-wish.ts';
import { err } from '../../../src/lib/result.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { anOffer } from '../../support/sdp.ts';
import { aRealtimeProfile } from '../profiles/profiles-bench.ts';

const SDP = { 'content-type': 'application/sdp' };
const relayed = aRealtimeProfile({ deployment: 'voice', secretSeconds: 600, direct: false, filter: true }, 'Be brief.');

function read({ query = '', headers = SDP as Readonly<Record<string, string>>, body = anOffer() } = {}) {
  return readRelayWish(aRequest({ path: `/api/realtime/calls${query}`, headers, body }));
}

describe('what a caller asks of the relay', () => {
  test.each([
    ['', undefined],
    ['?profile=kiosk', 'kiosk'],
    ['?profile=', ''],
  ])('is the profile of the query %j', async (query, name) => {
    expect(unwrap(await read({ query })).profileName).toBe(name);
  });

  test.each(['?model=x', '?profile=a&profile=b', '?profile=a&webrtcfilter=off', '?webrtcfilter=on'])(
    'is nothing else of the query: %s',
    async (query) => {
      expect(errorOf(await read({ query }))).toEqual({ reason: 'query_not_permitted', permitted: ['profile'] });
    },
  );

  test('is the whole session of the profile for ten seconds, with the offer as it came and the profile’s filter', async () => {
    expect(unwrap(grantRelay(relayed, unwrap(await read())))).toEqual({
      kind: 'relay',
      session: { type: 'realtime', instructions: 'Be brief.' },
      seconds: 10,
      offer: anOffer(),
      filter: true,
    });
  });

  test.each([{ sdp: anOffer() }, { sdp: anOffer(), variables: { name: 'Anna' } }])(
    'is the same offer where it comes in JSON: %#',
    async (body) => {
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      const greeting = aRealtimeProfile({ variables: { name: { maxLength: 80 } } }, 'Greet {{name}}.');
      const wish = unwrap(await read({ headers, body: JSON.stringify(body) }));
      const isFilled = 'variables' in body;
      expect(unwrap(grantRelay(isFilled ? greeting : relayed, wish))).toMatchObject({
        session: { instructions: isFilled ? 'Greet Anna.' : 'Be brief.' },
        offer: anOffer(),
      });
    },
  );

  test.each([
    ['no JSON', '{', { reason: 'invalid_json' }],
    ['nothing', '', { reason: 'invalid_request', findings: [expect.objectContaining({ pointer: '/sdp' })] }],
    ['no offer', '{"sdp":7}', { reason: 'invalid_request', findings: [expect.objectContaining({ pointer: '/sdp' })] }],
    ['an offer that is none', '{"sdp":"v=0"}', { reason: 'invalid_offer' }],
    [
      'a session',
      JSON.stringify({ sdp: anOffer(), session: { type: 'realtime' } }),
      { reason: 'not_permitted', findings: [expect.objectContaining({ pointer: '/session' })] },
    ],
    [
      'variables that are no texts',
      JSON.stringify({ sdp: anOffer(), variables: { name: 7 } }),
      { reason: 'invalid_request', findings: [expect.objectContaining({ pointer: '/variables/name' })] },
    ],
  ])('is refused where the JSON has %s', async (_what, body, fault) => {
    const wish = unwrap(await read({ headers: { 'content-type': 'application/json' }, body }));
    expect(grantRelay(relayed, wish)).toEqual(err(fault));
  });

  test.each([
    ['another media type', { headers: { 'content-type': 'text/plain' } }, 'unsupported_media_type'],
    ['64 KiB and a byte', { body: anOffer() + 'a=x\r\n'.repeat(13_100) }, 'body_too_large'],
    ['what is no session description', { body: '{"sdp":"v=0"}' }, 'invalid_offer'],
  ])('is read with %s too, so that the profile can be told about first', async (_what, request, reason) => {
    const wish = unwrap(await read({ query: '?profile=kiosk', ...request }));
    expect(wish.profileName).toBe('kiosk');
    expect(grantRelay(relayed, wish)).toEqual(err(expect.objectContaining({ reason })));
  });
});
