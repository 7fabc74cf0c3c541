import { aRule, read } from './rules-bench.ts';

describe('onBehalf', () => {
  const aSpeaker = (onBehalf: unknown) => read(aRule({ role: 'Realtime.Mint', onBehalf }));

  test('has a header unless it names one, and what its end users may have where it says so', () => {
    expect(aSpeaker({ role: 'Speaks' }).rules?.[0]?.onBehalf).toEqual({ role: 'Speaks', header: 'x-on-behalf-of' });
    const limits = { quota: { day: { limit: 9, windowSeconds: 86_400 } }, calls: { perCaller: null, maxMinutes: 5 } };
    expect(aSpeaker({ role: 'Speaks', header: 'End-User', ...limits }).rules?.[0]?.onBehalf).toEqual({
      role: 'Speaks',
      header: 'end-user',
      quota: limits.quota,
      calls: { perCaller: undefined, maxMinutes: 5 },
    });
  });

  test.each([
    ...['Authorization', 'Cookie', 'Origin', 'Host', 'Forwarded', 'X-Forwarded-For', 'x-ms-client-principal'],
    ...['Content-Type', 'Content-Length', 'X-Request-Id', 'traceparent', 'Sec-Fetch-Site', 'Accept', 'X-ARR-SSL'],
    ...['X-Original-URL', 'X-Azure-ClientIP', 'Transfer-Encoding', 'X-HTTP-Method-Override', 'OpenAI-Project'],
  ])('refuses %s as the header by its name', (header) => {
    expect(aSpeaker({ role: 'Speaks', header }).problems).toEqual([
      '/0/onBehalf/header is a header that means something else already',
    ]);
  });

  test.each(['X-End-User', 'On-Behalf-Of', 'Hosted-User', 'X-Mssp-User'])('takes %s as the header', (header) => {
    expect(aSpeaker({ role: 'Speaks', header }).problems).toEqual([]);
  });

  test.each<[unknown, string]>([
    [{}, '/0/onBehalf/role is missing'],
    [{ role: 'a b' }, '/0/onBehalf/role '],
    [{ role: 'Speaks', header: '' }, '/0/onBehalf/header must be the name of a header'],
    [{ role: 'Speaks', header: 'End User' }, '/0/onBehalf/header must be the name of a header'],
    [{ role: 'Speaks', quota: { day: { limit: 0, windowSeconds: 1 } } }, '/0/onBehalf/quota/day/limit '],
    [{ role: 'Speaks', calls: { perDeployment: 1 } }, '/0/onBehalf/calls/perDeployment is not a member'],
    [
      { role: 'Speaks', ceiling: { hour: { limit: 8_001, windowSeconds: 9 } } },
      '/0/onBehalf/ceiling/hour/limit must be',
    ],
    [{ role: 'Speaks', ceiling: { hour: { minutes: 5, windowSeconds: 9 } } }, '/0/onBehalf/ceiling/hour/'],
    [{ role: 'Speaks', users: [] }, '/0/onBehalf/users is not a member that exists here'],
  ])('refuses %j', (onBehalf, problem) => {
    expect(aSpeaker(onBehalf).problems).toContainEqual(expect.stringContaining(problem));
  });

  test('needs, in a tenant’s entry, a role that admits apps', () => {
    expect(read(aRule({ onBehalf: { role: 'Speaks' } })).problems).toEqual([
      '/0/onBehalf needs a role, which admits apps',
    ]);
  });
});
