import { parseStartOptions } from '../../../../local/host/start-options.ts';

describe('the command line of npm start', () => {
  test('needs no options', () => {
    expect(parseStartOptions([])).toEqual({ port: 7071, azurePortBase: 7080, func: false, help: false });
  });

  test('takes ports and --func', () => {
    const args = ['--port', '8000', '--azure-port-base=9000', '--func'];
    expect(parseStartOptions(args)).toEqual({ port: 8000, azurePortBase: 9000, func: true, help: false });
  });

  test('takes 0 for free ports', () => {
    expect(parseStartOptions(['--port', '0', '--azure-port-base', '0'])).toMatchObject({ port: 0, azurePortBase: 0 });
  });

  test.each([
    ['a port that is no number', ['--port', 'http'], '--port must be'],
    ['a port beyond the last', ['--port', '65536'], '--port must be'],
    ['a base without room for seven', ['--azure-port-base', '65530'], '--azure-port-base must be'],
    ['a port among those of the emulated Azure', ['--port', '7082'], '7080 to 7087'],
    ['--func without a port of its own', ['--func', '--port', '0'], '--func needs a port'],
    ['an option it does not know', ['--prot', '1'], '--prot'],
  ])('refuses %s', (_name, args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
  });
});
