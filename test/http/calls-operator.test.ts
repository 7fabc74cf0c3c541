/** Who is revoked, and what an operator may do about other people's calls, through the bundle that ships. */
import { OPERATOR_ROLE } from '../../local/azure/foundation/directory.ts';
import { aRule, type CallBench, HANG_UP_ROLE, MINUTE_MS, type Person, startCallBench } from './call-bench.ts';

const OTHER_AUDIENCE = 'api://another-app';
const ALL_AUDIENCE = 'api://operations';

let bench: CallBench;
beforeAll(async () => {
  bench = await startCallBench({
    prepare: (azure) => {
      const rules = [
        aRule({ azure }),
        aRule({ azure }, { audiences: [OTHER_AUDIENCE], hangUpRole: undefined }),
        aRule({ azure }, { audiences: [ALL_AUDIENCE], operates: 'all' }),
      ];
      azure.settings.set('realtime:callers', JSON.stringify(rules));
    },
  });
});
afterAll(() => bench.system.stop());
afterEach(async () => {
  bench.reset();
  for (const key of ['revoked', 'calls:endBefore']) bench.azure.settings.delete(`realtime:${key}`);
  await bench.system.advance(6 * MINUTE_MS);
});

const hashOf = async (person: Person) => String((await bench.list(person))[0]?.['caller']);

describe('the next sweep takes off the line', () => {
  test('who is revoked, and nobody else', async () => {
    const [person, other] = [bench.aPerson(), bench.aPerson()];
    const [{ id }, { id: others }] = [await bench.relay(person), await bench.relay(other)];
    bench.azure.settings.set('realtime:revoked', JSON.stringify({ subjects: [await hashOf(person)] }));
    await bench.system.advance(MINUTE_MS);
    await bench.system.until(() => bench.endedBy(id) === 'identity');
    expect(bench.isLive(others)).toBe(true);
    await bench.endAll(other);
  });

  test('whose token is older than issuedBefore, and not who has a newer one', async () => {
    const old = bench.aPerson({ iat: Math.floor(Date.now() / 1_000) - 600 });
    const [{ id }, { id: newer }] = [await bench.relay(old), await bench.relay(bench.aPerson())];
    const issuedBefore = new Date((Math.floor(Date.now() / 1_000) - 300) * 1_000).toISOString();
    bench.azure.settings.set('realtime:revoked', JSON.stringify({ issuedBefore }));
    await bench.system.advance(MINUTE_MS);
    await bench.system.until(() => bench.endedBy(id) === 'identity');
    expect(bench.isLive(newer)).toBe(true);
  });

  test('every call that began before calls:endBefore, and none that began after', async () => {
    const person = bench.aPerson();
    const before = await bench.relay(person);
    const instant = new Date(Date.now() + 2 * MINUTE_MS).toISOString();
    await bench.system.advance(3 * MINUTE_MS);
    const after = await bench.relay(person);
    bench.azure.settings.set('realtime:calls:endBefore', instant);
    await bench.system.advance(MINUTE_MS);
    await bench.system.until(() => bench.endedBy(before.id) === 'identity');
    expect(bench.isLive(after.id)).toBe(true);
    await bench.system.until(async () => (await bench.idsOf(person)).length === 1);
  });
});

describe('calls:endBefore that lies ahead', () => {
  test('lets no call begin, which the next sweep would end, and spends nothing; once it has passed calls begin', async () => {
    const person = bench.aPerson();
    await bench.set('calls:endBefore', new Date(Date.now() + 60 * MINUTE_MS).toISOString());
    const refused = await bench.relay(person);
    expect(refused).toMatchObject({ status: 503, json: { code: 'leash_unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(refused.headers.get('x-should-retry')).toBe('false');
    const lines = await bench.system.logged('relay');
    expect(lines).toContainEqual(expect.objectContaining({ code: 'leash_unavailable', cause: 'EndBefore' }));
    expect(await bench.system.mint()).toMatchObject({ status: 200 });
    await bench.system.advance(60 * MINUTE_MS);
    expect(await bench.relay(person)).toMatchObject({ status: 201 });
  });
});

describe('an operator', () => {
  const operator = () => bench.aPerson({ roles: [OPERATOR_ROLE] });
  const ender = () => bench.aPerson({ roles: [HANG_UP_ROLE] });

  test('sees the calls of the callers of their own rule, and without the role nobody sees them', async () => {
    const [person, other] = [bench.aPerson(), bench.aPerson({ aud: OTHER_AUDIENCE })];
    const [{ id }, { id: others }] = [await bench.relay(person), await bench.relay(other)];
    expect(await bench.idsOf(operator())).toContain(id);
    expect(await bench.idsOf(operator())).not.toContain(others);
    expect(await bench.idsOf(bench.aPerson())).toEqual([]);
    expect(await bench.idsOf(bench.aPerson({ aud: ALL_AUDIENCE, roles: [OPERATOR_ROLE] }))).toEqual(
      expect.arrayContaining([id, others]),
    );
  });

  test('with the right to end calls ends those of a person, and no others', async () => {
    const [person, other] = [bench.aPerson(), bench.aPerson()];
    const [{ id }, { id: others }] = [await bench.relay(person), await bench.relay(other)];
    const answer = await bench.endAll(ender(), `?caller=${await hashOf(person)}`);
    expect(answer).toMatchObject({ status: 200, json: { ended: 1, ending: 0 } });
    expect([bench.isLive(id), bench.isLive(others)]).toEqual([false, true]);
    const lines = await bench.system.logged('calls_operated');
    expect(lines).toContainEqual(expect.objectContaining({ scope: 'caller', ended: 1, caller: expect.any(String) }));
  });

  test('ends one call by its id', async () => {
    const { id } = await bench.relay(bench.aPerson());
    expect(await bench.hangUp(ender(), id)).toMatchObject({ status: 200, json: { state: 'ended' } });
    expect(bench.endedBy(id)).toBe('identity');
  });

  test('ends all calls of their own rule; of every rule where it says so', async () => {
    const { id } = await bench.relay(bench.aPerson());
    const { id: others } = await bench.relay(bench.aPerson({ aud: OTHER_AUDIENCE }));
    expect(await bench.endAll(ender(), '?all=true')).toMatchObject({ status: 200 });
    expect([bench.isLive(id), bench.isLive(others)]).toEqual([false, true]);
    const answer = await bench.endAll(bench.aPerson({ aud: ALL_AUDIENCE, roles: [HANG_UP_ROLE] }), '?all=true');
    expect(answer).toMatchObject({ status: 200 });
    expect(bench.isLive(others)).toBe(false);
  });

  test.each([
    ['nobody’s role', []],
    ['the role that only sees', [OPERATOR_ROLE]],
  ])('with %s ends nobody’s call: 403, and 404 for one by its id', async (_what, roles) => {
    const { id } = await bench.relay(bench.aPerson());
    const asker = bench.aPerson({ roles });
    expect(await bench.endAll(asker, '?all=true')).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
    expect(await bench.hangUp(asker, id)).toMatchObject({ status: 404, json: { code: 'call_not_found' } });
    expect(bench.isLive(id)).toBe(true);
  });

  test('of a rule that names no such role ends nobody’s call', async () => {
    const { id } = await bench.relay(bench.aPerson({ aud: OTHER_AUDIENCE }));
    const asker = bench.aPerson({ aud: OTHER_AUDIENCE, roles: [HANG_UP_ROLE] });
    expect(await bench.endAll(asker, '?all=true')).toMatchObject({ status: 403 });
    expect(bench.isLive(id)).toBe(true);
  });

  test.each(['?all=false', '?all=true&caller=x', '?caller=ada', '?caller=', '?everybody=true'])(
    'who asks for %s is told what may be asked, and no call ends',
    async (query) => {
      const { id } = await bench.relay(bench.aPerson());
      expect(await bench.endAll(ender(), query)).toMatchObject({ status: 422, json: { code: 'not_permitted' } });
      expect(bench.isLive(id)).toBe(true);
    },
  );
});
