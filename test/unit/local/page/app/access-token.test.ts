import { parseAccessToken } from '../../../../../local/page/app/page/access-token.ts';

test.each([
  ['as it is', 'eyJ.a.b'],
  ['with its scheme', ' Bearer  eyJ.a.b'],
  ['wrapped by a terminal', 'eyJ\n.a\r\n  .b\n'],
])('takes a token %s', (_name, pasted) => {
  expect(parseAccessToken(pasted)).toEqual({ ok: true, value: 'eyJ.a.b' });
});

test.each([
  ['nothing', ' '],
  ['a scheme alone', 'Bearer '],
  ['what an editor made of its dots', 'eyJ…a.b'],
])('refuses %s', (_name, pasted) => {
  expect(parseAccessToken(pasted).ok).toBe(false);
});
