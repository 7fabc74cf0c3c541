import {
  redactBody,
  redactHeader,
  redactText,
  redactValue,
} from '../../../../../../local/page/app/call/redact-value.ts';

test.each([
  ['a client secret', '{"value":"ek_abc123"}', 'ek_abc123'],
  ['an access token', 'Bearer eyJhbGciOiJ9.eyJhdWQi.c2ln', 'eyJhbGciOiJ9'],
  ['an ICE password', 'a=ice-pwd:hunter2hunter2\r\n', 'hunter2'],
  ['a fingerprint', 'a=fingerprint:sha-256 AA:BB:CC\r\n', 'AA:BB'],
  ['the instructions of a session', '{"session":{"instructions":"Be kind."}}', 'Be kind'],
  ['instructions in JSON that ends in the middle', '{"session":{"instructions":"Be kind and', 'Be kind'],
  ['a prompt deep inside', '{"a":[{"prompt":{"id":"pmpt_1"}}]}', 'pmpt_1'],
  ['an ICE password inside JSON', JSON.stringify({ sdp: 'v=0\r\na=ice-pwd:hunter2hunter2\r\n' }), 'hunter2'],
])('does not show %s', (_name, body, secret) => {
  expect(redactBody(body)).not.toContain(secret);
  expect(redactBody(body)).toContain('[redacted]');
});

test('shows everything else as it is, JSON laid out', () => {
  expect(redactBody('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(redactText('v=0\r\nm=audio 9')).toBe('v=0\r\nm=audio 9');
  expect(redactValue({ n: 1, t: true, z: null })).toEqual({ n: 1, t: true, z: null });
});

test('shows that there are no instructions, which the Agents SDK sends as an empty text', () => {
  expect(redactBody('{"instructions":""}')).toContain('"instructions": ""');
});

test('takes a credential out by the name of its header, whatever it looks like', () => {
  expect(redactHeader('Authorization', 'Bearer eyJhbGci\nOiJ9.pay load')).toBe('Bearer [redacted]');
  expect(redactHeader('content-type', 'application/json')).toBe('application/json');
});
