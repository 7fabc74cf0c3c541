import { asksForJson } from '../../../src/http/accept.ts';

test.each([
  'application/json',
  'application/json;q=0.9',
  'Application/JSON, */*;q=0.1',
  'application/problem+json, application/json',
  'text/plain;q=0, application/json',
])('JSON is asked for by %s', (accept) => {
  expect(asksForJson(accept)).toBe(true);
});

test.each([
  null,
  '',
  '*/*',
  'application/*',
  'application/json;q=0',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'text/plain, application/json',
  'application/jsonp',
])('JSON is not asked for by %s', (accept) => {
  expect(asksForJson(accept)).toBe(false);
});
