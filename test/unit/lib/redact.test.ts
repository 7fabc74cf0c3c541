import * as fc from 'fast-check';
import { redact, SECRETS } from '../../../src/lib/redact.ts';
import { forAll } from '../../support/property.ts';

const base64url = fc.string({
  unit: fc.constantFrom(...'ABCXYZabcxyz0189_-'),
  minLength: 1,
  maxLength: 60,
});
/** Words without anything that could be taken for a secret. */
const plainText = fc.string({ unit: fc.constantFrom(...'abcdf ghij.,:;{}'), maxLength: 40 });

describe('redact', () => {
  test.each([
    ['a client secret', 'value ek_68af0c-AbC_1 issued', 'value [redacted] issued'],
    ['a signed token', 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_ end', 'Bearer [redacted] end'],
    ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', '[redacted]'],
    ['half of a token', 'eyJhbGciOiJSUzI1NiJ9', '[redacted]'],
    ['an SDP password', 'a=ice-ufrag:x\r\na=ice-pwd:Ab+/cd12\r\na=x', 'a=ice-ufrag:x\r\n[redacted]\r\na=x'],
    [
      'a certificate’s fingerprint',
      'a=x\r\na=fingerprint:sha-256 0A:1B:ff\r\na=setup:actpass',
      'a=x\r\n[redacted]\r\na=setup:actpass',
    ],
    ['every secret of a text', 'ek_a and ek_b', '[redacted] and [redacted]'],
  ])('takes out %s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test('leaves everything else as it is', () => {
    const text = 'deployment gpt-realtime, mint_0123456789abcdef, apim-request-id 6b0c';
    expect(redact(text)).toBe(text);
  });

  test('lets no client secret pass, whatever stands around it', () => {
    forAll(
      fc.property(plainText, base64url, plainText, (before, secret, after) => {
        const safe = redact(`${before}ek_${secret}${after}`);
        expect(safe).not.toMatch(/ek_/);
        expect(safe.startsWith(before)).toBe(true);
      }),
    );
  });

  test('lets no token pass, whatever stands around it', () => {
    forAll(
      fc.property(plainText, base64url, base64url, base64url, (before, head, body, signature) => {
        expect(redact(`${before}eyJ${head}.eyJ${body}.${signature}`)).toBe(`${before}[redacted]`);
      }),
    );
  });

  test('overlooks nothing for the sake of speed: whatever one of the patterns finds is taken out', () => {
    // Halves and whole beginnings in any case, so that most texts are on the edge of being a secret.
    const pieces = [
      'ek_',
      'ek',
      'eyJ',
      'ey',
      'bearer ',
      'bearer',
      'a=ice-pwd:',
      'a=fingerprint:',
      'a=',
      ' ',
      '"',
      '\\',
      '.',
    ];
    const piece = fc.oneof(
      fc.constantFrom(...pieces),
      fc.mixedCase(fc.constantFrom(...pieces)),
      base64url,
      fc.string(),
    );
    const whole = (text: string) => SECRETS.reduce((rest, secret) => rest.replace(secret, '[redacted]'), text);
    forAll(
      fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        expect(redact(text)).toBe(whole(text));
      }),
      { numRuns: 2_000 },
    );
    // Each of the patterns by itself is found too.
    for (const secret of ['ek_a', 'eyJa', 'BEARER 12345678', 'a=ice-pwd:x', 'A=Fingerprint:sha-256 0A']) {
      expect(redact(secret)).toContain('[redacted]');
    }
  });

  test('leaves a JSON line a JSON line', () => {
    const secretive = fc
      .tuple(plainText, fc.constantFrom('ek_', 'eyJ', 'a=ice-pwd:', 'a=fingerprint:sha-256 '), fc.string())
      .map((p) => p.join(''));
    forAll(
      fc.property(fc.dictionary(fc.string(), secretive), (record) => {
        expect(() => JSON.parse(redact(JSON.stringify(record)))).not.toThrow();
      }),
    );
  });
});
