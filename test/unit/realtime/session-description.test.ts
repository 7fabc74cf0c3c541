import { endLastLine, isSessionDescription } from '../../../src/realtime/session-description.ts';
import { anOffer } from '../../support/sdp.ts';

describe('a session description', () => {
  test.each([
    ['a browser’s offer', anOffer()],
    ['lines that end in LF alone', anOffer().replaceAll('\r\n', '\n')],
    ['a last line without its end', anOffer().trimEnd()],
    ['a last line with half of its end', anOffer().slice(0, -1)],
    ['a session without a name', anOffer().replace('s=-', 's=')],
    ['letters beyond ASCII', anOffer().replace('s=-', 's=é🎙')],
    ['only a data channel', 'v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n'],
  ])('is %s', (_what, text) => {
    expect(isSessionDescription(text)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['an error’s JSON', '{"error":{"message":"no"}}'],
    ['HTML', '<html></html>'],
    ['the version alone', 'v=0\r\n'],
    ['no media section', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n'],
    ['another version', anOffer().replace('v=0', 'v=1')],
    ['something before the version', ` ${anOffer()}`],
    ['a line that is none of SDP', anOffer().replace('s=-', 'hello')],
    ['an empty line in the middle', anOffer().replace('t=0 0', '')],
    ['half a character', anOffer().replace('s=-', 's=\ud83c')],
    ['a line with NUL', anOffer().replace('s=-', 's=\0')],
    ['a form with the offer in it', `--x\r\nContent-Disposition: form-data; name="sdp"\r\n\r\n${anOffer()}\r\n--x--`],
  ])('is not %s', (_what, text) => {
    expect(isSessionDescription(text)).toBe(false);
  });

  test('is found out in time that grows with its length only', () => {
    // A quadratic look at this many lines takes longer than a test may.
    const almost = `v=0\r\n${'a=x\r\n'.repeat(130_000)}!`;
    expect(isSessionDescription(almost)).toBe(false);
  });
});

describe('the end of the last line', () => {
  test.each([
    ['that was trimmed', anOffer().trimEnd()],
    ['of which half was trimmed', anOffer().slice(0, -1)],
    ['that is there', anOffer()],
  ])('%s is there afterwards, once', (_what, offer) => {
    expect(endLastLine(offer)).toBe(anOffer());
  });

  test('is added to lines that end as on Unix, which stay as they are', () => {
    const offer = anOffer().replaceAll('\r\n', '\n');
    expect(endLastLine(offer)).toBe(offer);
    expect(endLastLine(offer.trimEnd())).toBe(`${offer.trimEnd()}\r\n`);
  });
});
