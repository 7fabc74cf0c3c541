import * as fc from 'fast-check';
import { requestIdOf } from '../../../src/http/request-id.ts';
import { forAll } from '../../support/property.ts';

function idOf(sent?: string): string {
  return requestIdOf({ get: () => sent ?? null }, 'invocation-1');
}

describe('the id of a request', () => {
  test.each(['a', 'req_0123.4:5-6', 'x'.repeat(128)])('is the client’s own where it is harmless: %s', (sent) => {
    expect(idOf(sent)).toBe(sent);
  });

  test.each([undefined, '', 'x'.repeat(129), 'two words', 'a\nb', 'a"b', '<script>', 'é', 'a,b'])(
    'is the host’s where the client sent %j',
    (sent) => {
      expect(idOf(sent)).toBe('invocation-1');
    },
  );

  test('is read from the header X-Request-Id', () => {
    expect(requestIdOf(new Headers({ 'X-Request-Id': 'mine' }), 'invocation-1')).toBe('mine');
  });

  test('can always stand in a header and in a log', () => {
    forAll(fc.property(fc.string(), (sent) => expect(idOf(sent)).toMatch(/^[\w.:-]{1,128}$/)));
  });
});
