import { createRoutes } from '../../../../local/host/routes.ts';

function aFunction(name: string, route: string | undefined, methods: readonly string[] = ['GET']) {
  const trigger = { type: 'httpTrigger', direction: 'in', methods, ...(route === undefined ? {} : { route }) };
  return { metadata: { name, bindings: { generated: trigger } }, callback: () => undefined };
}

describe('the routing table', () => {
  test.each([
    ['a literal before a parameter', '/api/calls/mine', 'literal'],
    ['an int before a plain parameter', '/api/calls/7', 'int'],
    ['a parameter before a catch-all', '/api/calls/x', 'plain'],
    ['the catch-all last', '/api/other/x', 'rest'],
  ])('prefers %s, whatever the order of registration', (_name, path, expected) => {
    const find = createRoutes(
      [
        aFunction('rest', '{*rest}'),
        aFunction('plain', 'calls/{id}'),
        aFunction('int', 'calls/{n:int}'),
        aFunction('literal', 'calls/mine'),
      ],
      'api',
    );
    expect(find('GET', path)?.target.metadata.name).toBe(expected);
  });

  test('tells functions of one path apart by their methods', () => {
    const find = createRoutes([aFunction('read', 'x', ['GET']), aFunction('write', 'x', ['POST', 'OPTIONS'])], 'api');
    expect(find('OPTIONS', '/api/x')?.target.metadata.name).toBe('write');
    expect(find('GET', '/api/x')?.target.metadata.name).toBe('read');
    expect(find('DELETE', '/api/x')).toBeUndefined();
  });

  test('takes the name of a function without a route for its route', () => {
    expect(createRoutes([aFunction('hello', undefined)], 'api')('GET', '/api/hello')).toBeDefined();
  });

  test('knows prefixes other than api, and none', () => {
    expect(createRoutes([aFunction('hello', 'hello')], 'v1')('GET', '/v1/hello')).toBeDefined();
    expect(createRoutes([aFunction('hello', 'hello')], '')('GET', '/hello')).toBeDefined();
  });

  test('refuses a route that the host reserves', () => {
    expect(() => createRoutes([aFunction('mine', 'admin/mine')], '')).toThrow('reserved');
  });

  test('leaves timer functions out, and refuses a trigger that the harness does not run', () => {
    const withTrigger = (type: string) => {
      return { metadata: { name: 'tick', bindings: { t: { type } } }, callback: () => undefined };
    };
    expect(createRoutes([withTrigger('timerTrigger')], 'api')('GET', '/api/tick')).toBeUndefined();
    expect(() => createRoutes([withTrigger('queueTrigger')], 'api')).toThrow('"tick" has neither an HTTP nor a timer');
  });
});
