/** Storage is down or frozen: no call begins that nobody would end, and none outlives it. */
import { reset } from '../../support/loopback-server.ts';
import type { StorageRequest } from '../../support/storage-proxy.ts';
import { type FaultBench, isOver, newAccount, PAST_END_MS, RESERVED_MS, startFaultBench } from './fault-bench.ts';

const FAULTS = [
  ['down', reset],
  ['frozen', () => undefined],
] as const;
/** Of a refusal for want of storage: which one depends on what was asked first. */
const NO_STORAGE = { status: 503, code: expect.stringMatching(/^(?:leash|quota)_unavailable$/) };
const LEASH = { status: 503, code: 'leash_unavailable' };

const namesCall = ({ method, body }: StorageRequest) => method !== 'GET' && body.includes('rtc_');
const isRow = (request: StorageRequest) => namesCall(request) && request.body.includes('live:');
const isConfirmed = (request: StorageRequest) => namesCall(request) && request.body.includes('slots');

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench();
});
afterAll(() => bench.stop());

const offersAtAzure = () => bench.azure.requests.count('openai', ({ path }) => path.endsWith('/calls'));

describe.each(FAULTS)('storage that is %s', (_what, fault) => {
  test('at the start: no call begins, and calls begin when it is back', async () => {
    const before = offersAtAzure();
    const instance = await bench.start({ prepare: (storage) => storage.answers(fault) });
    const person = bench.aPerson();
    expect(await bench.relay(instance, person)).toMatchObject(NO_STORAGE);
    expect(offersAtAzure()).toBe(before);
    instance.storage.answers(undefined);
    await bench.advance(RESERVED_MS);
    const { status, id } = await bench.relay(instance, person);
    expect(status).toBe(201);
    expect((await bench.hangUp(instance, person, id)).status).toBe(200);
    await instance.kill();
  });

  test('in mid-run, before Azure is asked: no call begins; one that is on the line ends when it is back', async () => {
    const instance = await bench.start();
    const before = await bench.books();
    const { id } = await bench.relay(instance, bench.aPerson());
    instance.storage.answers(fault);
    const asked = offersAtAzure();
    expect(await bench.relay(instance, bench.aPerson())).toMatchObject(NO_STORAGE);
    expect(offersAtAzure()).toBe(asked);
    await bench.advance(PAST_END_MS);
    expect(bench.isLive(id)).toBe(true);
    instance.storage.answers(undefined);
    const after = await bench.inTime(isOver, 'nothing is left');
    expect(bench.endedBy(id)).toBe('identity');
    expect(newAccount(before, after)?.spent).toMatchObject([{ seconds: 600 }]);
    await instance.kill();
  });

  test('after Azure’s 201: the call is hung up, nobody is told of it, and nothing is left or charged', async () => {
    const instance = await bench.start();
    const person = bench.aPerson();
    const before = await bench.books();
    const ended = bench.azure.calls.ended().length;
    instance.storage.answers(fault, namesCall);
    expect(await bench.relay(instance, person)).toMatchObject(LEASH);
    expect(bench.azure.calls.ended().slice(ended)).toMatchObject([{ by: 'identity' }]);
    instance.storage.answers(undefined);
    await bench.advance(RESERVED_MS);
    const { status, id } = await bench.relay(instance, person);
    expect(status).toBe(201);
    expect((await bench.hangUp(instance, person, id)).status).toBe(200);
    const account = newAccount(before, await bench.until(isOver, 'nothing is left'));
    expect(account?.spent.filter(({ seconds }) => seconds >= 600)).toEqual([]);
    await instance.kill();
  });
});

describe('a write whose answer is lost, though it came about', () => {
  test.each([
    ['the row', isRow],
    ['the slot', isConfirmed],
  ] as const)('of %s: the call is hung up, and neither is left', async (_what, isMeant) => {
    const instance = await bench.start();
    const person = bench.aPerson();
    const before = await bench.books();
    const ended = bench.azure.calls.ended().length;
    const held = instance.storage.hold('after', isMeant);
    expect(await bench.relay(instance, person)).toMatchObject(LEASH);
    held.letGo();
    expect(bench.azure.calls.ended().slice(ended)).toMatchObject([{ by: 'identity' }]);
    await bench.advance(PAST_END_MS);
    const account = newAccount(before, await bench.inTime(({ live }) => live.length === 0, 'no row is left'));
    expect(account?.spent).toEqual([]);
    expect(await bench.relay(instance, person)).toMatchObject({ status: 201 });
    await bench.advance(PAST_END_MS);
    await bench.inTime(isOver, 'nothing is left');
    await instance.kill();
  });
});
