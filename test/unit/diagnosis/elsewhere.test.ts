import { HELP, helpsElsewhere } from '../../../src/diagnosis/elsewhere.ts';
import { recognise, UPSTREAM_ENTRIES } from '../../../src/diagnosis/recognise.ts';

test('each entry of what Azure answers says whether another resource may help', () => {
  expect(Object.keys(HELP).sort()).toEqual(UPSTREAM_ENTRIES.map(({ id }) => id).sort());
});

test.each([
  ['a quota', { status: 429 }],
  ['capacity', { status: 503, message: 'high demand' }],
  ['a fault', { status: 500 }],
  ['a deployment', { status: 404, code: 'DeploymentNotFound' }],
  ['a model', { status: 410 }],
  ['a role', { status: 401, code: 'PermissionDenied' }],
  ['a refusal of the identity in unknown words', { status: 403 }],
])('another resource may have %s', (_what, answer) => {
  expect(helpsElsewhere(recognise({ kind: 'answered', ...answer }))).toBe(true);
});

test.each([
  ['the shape of the session', { status: 400, code: 'unknown_parameter' }],
  ['a filter of content', { status: 400, code: 'content_filter' }],
  ['a request in unknown words', { status: 400 }],
  ['an offer', { status: 400, operation: 'calls' as const, message: 'invalid SDP offer' }],
])('no other resource is asked where Azure refuses %s', (_what, answer) => {
  expect(helpsElsewhere(recognise({ kind: 'answered', ...answer }))).toBe(false);
});
