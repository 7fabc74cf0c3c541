import { rateLimitFields } from '../../../src/quota/rate-limit-fields.ts';
import { aStanding } from '../problems/refusals.ts';

test('each policy is a string with quota and window, and with what remains and the seconds until more does', () => {
  const day = aStanding({ name: 'day', limit: 100, windowSeconds: 86_400, remaining: 93, resetSeconds: 7 });
  expect(rateLimitFields([aStanding(), day])).toEqual({
    'RateLimit-Policy': '"minute";q=6;w=60, "day";q=100;w=86400',
    RateLimit: '"minute";r=0;t=42, "day";r=93;t=7',
  });
});

test('without a policy there are no fields: an empty one is no structured field', () => {
  expect(rateLimitFields([])).toEqual({});
});
