/** A judge that never complains proves nothing: each rule of the fuzzer is broken once, beside what it lets pass. */
import type { FuzzAnswer, GeneratedRequest } from '../../fuzz/generated-request.ts';
import { isSteady } from '../../fuzz/memory.ts';
import { judge } from '../../fuzz/verdict.ts';

const refused: GeneratedRequest = {
  method: 'POST',
  target: '/api/realtime/client_secrets',
  headers: {},
  body: undefined,
  credential: 'mutated',
  mayMint: false,
};
const allowed = { ...refused, credential: 'good', mayMint: true };

function anAnswer(status: number, json: object, headers: Readonly<Record<string, unknown>> = {}): FuzzAnswer {
  return { status, headers: { 'x-request-id': 'id-1', ...headers }, text: JSON.stringify(json) };
}

/** As node:http sends the bytes of UTF-8. */
const beyondLatin1 = { ...allowed, headers: { 'x-name': Buffer.from('€').toString('latin1') } };
const offer = { ...allowed, target: '/api/realtime/calls?profile=default' };
const refusedOffer = anAnswer(422, { code: 'offer_refused', diagnosis: 'offer-refused' });
const secret = { value: 'ek_0123456789', session: {} };

test.each<[string, GeneratedRequest, FuzzAnswer, boolean]>([
  ['a 5xx without a switch', refused, anAnswer(503, { code: 'issuer_unavailable' }), false],
  ['an internal error, switch or not', allowed, anAnswer(500, { code: 'internal_error' }), true],
  ['the host’s own 500, switch or not', allowed, { status: 500, headers: {}, text: '' }, true],
  ['a 500 of ours to a character above U+00FF', beyondLatin1, anAnswer(500, { code: 'internal_error' }), false],
  ['a secret for a bent credential', refused, anAnswer(200, secret), false],
  ['a secret beside the value', allowed, anAnswer(200, { ...secret, session: { id: 'ek_0123456789' } }), false],
  ['a token in a header', refused, anAnswer(401, { code: 'x' }, { 'x-echo': `eyJ${'a'.repeat(30)}` }), false],
  ['a call for an offer that is none', offer, anAnswer(201, {}), false],
  ['a refusal without a code', refused, anAnswer(401, {}), false],
])('the fuzzer complains about %s', (_what, request, answer, switched) => {
  expect(judge(request, answer, switched)).toEqual(expect.any(String));
});

test.each<[string, GeneratedRequest, FuzzAnswer, boolean]>([
  ['a secret for a good credential', allowed, anAnswer(200, secret), false],
  ['a refusal with a code', refused, anAnswer(401, { code: 'token_invalid' }), false],
  ['an offer that Azure refuses', offer, refusedOffer, false],
  ['a 502 that a switch caused', allowed, anAnswer(502, { code: 'upstream_error' }), true],
  ['the worker’s 500 to a character above U+00FF', beyondLatin1, { status: 500, headers: {}, text: '' }, false],
  ['the host’s own 404', refused, { status: 404, headers: {}, text: '' }, false],
])('the fuzzer says nothing about %s', (_what, request, answer, switched) => {
  expect(judge(request, answer, switched)).toBeUndefined();
});

test('memory that settles is steady, and memory that goes on growing is not', () => {
  const settling = Array.from({ length: 100 }, (_, index) => 170 - 60 / (index + 1));
  const growing = Array.from({ length: 100 }, (_, index) => 100 + index);
  expect([isSteady(settling), isSteady(growing)]).toEqual([true, false]);
});
