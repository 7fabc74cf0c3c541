/** What of an error's code reaches the log: enough to search for, and nobody's data. */
import * as fc from 'fast-check';
import { toIdentifier } from '../../../src/realtime/error-code.ts';
import { forAll } from '../../support/property.ts';

const GUID = '33e01921-4d64-4f8c-a055-5bdaffd5e33d';

test.each(['DeploymentNotFound', 'invalid_offer', '429', 'rate.limit', 'x'.repeat(64)])('%s stays as it is', (code) => {
  expect(toIdentifier(code)).toBe(code);
});

test.each([
  ['Tenant provided in token does not match resource token', 'tenant-provided-in-token-does-not-match-resource-token'],
  ['Quota exceeded: try later.', 'quota-exceeded-try-later'],
  ['Bad\nRequest', 'bad-request'],
  ['Error 429', 'error-429'],
])('a sentence is kept as words that can be searched for: %j', (code, slug) => {
  expect(toIdentifier(code)).toBe(slug);
});

test.each([
  [`Token tenant ${GUID} is unknown`, 'token-tenant-is-unknown'],
  [`Deployment_${GUID}_NotFound`, 'Deployment__NotFound'],
  [GUID, undefined],
  [GUID.replaceAll('-', ''), undefined],
  ['User john.doe@contoso.com is blocked', 'user-is-blocked'],
  ["Unknown model 'our-secret-voice'", 'unknown-model'],
  ['Call +4915112345678 back', 'call-back'],
  ['Host contoso.openai.azure.com not found', 'host-not-found'],
  ['Key sk-1234abcd is wrong', 'key-is-wrong'],
  ['x'.repeat(65), undefined],
  ['', undefined],
  ['"', undefined],
])('an id, an address or a quoted name is left out: %j', (code, kept) => {
  expect(toIdentifier(code)).toBe(kept);
});

test('whatever the code is, what is kept is short, of a safe alphabet, and holds no GUID', () => {
  const code = fc.oneof(fc.string(), fc.lorem(), fc.uuid(), fc.array(fc.oneof(fc.lorem(), fc.uuid())).map(String));
  forAll(
    fc.property(code, (text) => {
      const kept = toIdentifier(text) ?? 'x';
      expect(kept).toMatch(/^[\w.-]{1,64}$/);
      expect(kept).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/i);
    }),
  );
});
