import { parseStartOptions } from '../../../../local/start/start-options.ts';

describe('the command line of npm start', () => {
  test('needs no options', () => {
    expect(parseStartOptions([])).toEqual({
      port: 7071,
      pagePort: 3000,
      azurePortBase: 7080,
      origins: [],
      func: false,
      help: false,
    });
  });

  test('takes ports and --func', () => {
    const args = ['--port', '8000', '--page-port', '8001', '--azure-port-base=9000', '--func'];
    expect(parseStartOptions(args)).toEqual({
      port: 8000,
      pagePort: 8001,
      azurePortBase: 9000,
      origins: [],
      func: true,
      help: false,
    });
  });

  test('takes 0 for free ports', () => {
    const args = ['--port', '0', '--page-port', '0', '--azure-port-base', '0'];
    expect(parseStartOptions(args)).toMatchObject({ port: 0, pagePort: 0, azurePortBase: 0 });
  });

  test('takes the origins of pages of one’s own, one or several', () => {
    const args = ['--origin', 'http://localhost:5173', '--origin', 'capacitor://localhost'];
    expect(parseStartOptions(args).origins).toEqual(['http://localhost:5173', 'capacitor://localhost']);
  });

  test.each([
    ['a port that is no number', ['--port', 'http'], '--port must be'],
    ['a port beyond the last', ['--port', '65536'], '--port must be'],
    ['a base without room for seven', ['--azure-port-base', '65530'], '--azure-port-base must be'],
    ['a port among those of the emulated Azure', ['--port', '7082'], '7080 to 7087'],
    ['a page’s port among those of the emulated Azure', ['--page-port', '7087'], '7080 to 7087'],
    ['one port for the page and the functions', ['--page-port', '7071'], '--page-port 7071'],
    ['a page’s port that is no number', ['--page-port', '3e3'], '--page-port must be'],
    ['--func without a port of its own', ['--func', '--port', '0'], '--func needs a port'],
    [
      'an origin with a path, and names the origin',
      ['--origin', 'http://localhost:5173/'],
      'Try --origin http://localhost:5173.',
    ],
    ['an origin that is none', ['--origin', 'localhost:5173'], '--origin must be an exact origin'],
    ['every origin at once', ['--origin', '*'], '--origin must be an exact origin'],
    ['an option it does not know', ['--prot', '1'], /--prot.*--help lists the options/s],
  ])('refuses %s', (_name, args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
  });
});
