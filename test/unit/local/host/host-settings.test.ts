import { parseHostSettings } from '../../../../local/host/host-settings.ts';

function parse(members: object, bodySizeLimit?: string) {
  return parseHostSettings(JSON.stringify({ version: '2.0', ...members }), bodySizeLimit);
}

describe('host.json', () => {
  test('has the defaults of the Functions host', () => {
    expect(parse({})).toEqual({
      routePrefix: 'api',
      customHeaders: {},
      maxOutstandingRequests: Number.POSITIVE_INFINITY,
      maxConcurrentRequests: Number.POSITIVE_INFINITY,
      functionTimeoutMs: 1_800_000,
      maxBodyBytes: 104_857_600,
    });
  });

  test.each([
    ['00:00:30', 30_000],
    ['00:00:00.25', 250],
    ['1.02:03:04', 93_784_000],
    ['00:10', 600_000],
    ['-1', Number.POSITIVE_INFINITY],
  ])('reads the functionTimeout %s', (functionTimeout, expected) => {
    expect(parse({ functionTimeout }).functionTimeoutMs).toBe(expected);
  });

  test.each([
    ['version', { version: '1.0' }],
    ['functionTimeout', { functionTimeout: '30s' }],
    ['maxOutstandingRequests', { extensions: { http: { maxOutstandingRequests: 0 } } }],
    ['maxConcurrentRequests', { extensions: { http: { maxConcurrentRequests: '5' } } }],
    ['routePrefix', { extensions: { http: { routePrefix: 5 } } }],
  ])('is refused, naming the member, when %s is wrong', (member, members) => {
    expect(() => parse(members)).toThrow(member);
  });

  test('is not where the body limit is: that is an environment variable', () => {
    expect(parse({}, '10').maxBodyBytes).toBe(10);
    expect(parse({}, '').maxBodyBytes).toBe(104_857_600);
    expect(() => parse({}, 'ten')).toThrow('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT');
  });
});
