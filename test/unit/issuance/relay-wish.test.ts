import { grantRelay, readRelayWish } from '../../../src/issuance/relay-wish.ts';
import { err } from '../../../src/lib/result.ts';
import { aProfile } from '../../support/profiles.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { anOffer } from '../../support/sdp.ts';

const SDP = { 'content-type': 'application/sdp' };
const relayed = aProfile({ deployment: 'voice', secretSeconds: 600, direct: false, filter: true }, 'Be brief.');

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
      deployment: 'voice',
      session: { type: 'realtime', instructions: 'Be brief.' },
      seconds: 10,
      offer: anOffer(),
      filter: true,
    });
  });

  test.each([
    ['another media type', { headers: { 'content-type': 'application/json' } }, 'unsupported_media_type'],
    ['64 KiB and a byte', { body: anOffer() + 'a=x\r\n'.repeat(13_100) }, 'body_too_large'],
    ['what is no session description', { body: '{"sdp":"v=0"}' }, 'invalid_offer'],
  ])('is read with %s too, so that the profile can be told about first', async (_what, request, reason) => {
    const wish = unwrap(await read({ query: '?profile=kiosk', ...request }));
    expect(wish.profileName).toBe('kiosk');
    expect(grantRelay(relayed, wish)).toEqual(err(expect.objectContaining({ reason })));
  });
});
