import { parseRouteTemplate, toPathSegments } from '../../../../local/host/route-template.ts';

function match(template: string, path: string): Readonly<Record<string, string>> | undefined {
  return parseRouteTemplate(template).match(toPathSegments(path));
}

describe('a route template', () => {
  test.each([
    ['literals match whatever their case', 'api/Health', '/API/hEALTH', {}],
    ['a trailing slash does not count', 'api/health', '/api/health/', {}],
    ['a parameter takes one segment, decoded', 'api/calls/{id}', '/api/calls/rtc%20%C3%A9', { id: 'rtc é' }],
    ['an escaped slash stays escaped', 'api/calls/{id}', '/api/calls/a%2Fb', { id: 'a%2Fb' }],
    ['an escape that is not UTF-8 stays as it came', 'api/calls/{id}', '/api/calls/%ff', { id: '%ff' }],
    ['an optional parameter may be absent', 'api/calls/{id?}', '/api/calls', {}],
    ['an optional parameter may be present', 'api/calls/{id?}', '/api/calls/1', { id: '1' }],
    ['an int takes digits', 'api/{n:int}', '/api/42', { n: '42' }],
    ['a catch-all takes several segments', 'api/{*rest}', '/api/a/b', { rest: 'a/b' }],
    ['a catch-all takes none', 'api/{*rest}', '/api', { rest: '' }],
  ])('%s', (_name, template, path, params) => {
    expect(match(template, path)).toEqual(params);
  });

  test.each([
    ['a longer path', 'api/calls', '/api/calls/1'],
    ['a shorter path', 'api/calls/{id}', '/api/calls'],
    ['another literal', 'api/calls', '/api/call'],
    ['an empty segment for a parameter', 'api/{id}/hangup', '/api//hangup'],
    ['letters for an int', 'api/{n:int}', '/api/4x'],
    ['a number beyond 32 bits for an int', 'api/{n:int}', '/api/2147483648'],
  ])('does not match %s', (_name, template, path) => {
    expect(match(template, path)).toBeUndefined();
  });

  test.each([
    'api/{id:guid}',
    'api/{id=5}',
    'api/a{id}',
    'api/{id}.{ext}',
    'api/{**rest}',
    'api/{*rest}/x',
    'api/{id?}/x',
    'api/{*rest:int}',
    '/api/x',
    'api/x/',
    'api//x',
    '~/x',
    'api/{id}/{ID}',
  ])('refuses %s, which it would not read as ASP.NET does', (template) => {
    expect(() => parseRouteTemplate(template)).toThrow(template);
  });
});
