/** Rows that nobody should have written: neither keeps a sweep from the calls of the others. */
import { createServer } from 'node:http';
import { digestOfCall } from '../../../src/calls/call-digest.ts';
import { listen } from '../../support/loopback-server.ts';
import { type FaultBench, type Instance, isOver, PAST_END_MS, startFaultBench } from './fault-bench.ts';
import { changeRow } from './stored-row.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let bench: FaultBench;
let instance: Instance;
beforeEach(async () => {
  bench = await startFaultBench();
  instance = await bench.start();
});
afterEach(() => bench.stop());

/** A sweep has gone by the row that is not as it should be, and ended the call beside it. */
async function expectOtherEnds(id: string): Promise<void> {
  await bench.inTime(({ live }) => !live.includes(id), 'the other call is over');
  expect(bench.endedBy(id)).toBe('identity');
}

test('one that cannot be read is told without the call’s id, kept for an hour, and then dropped', async () => {
  const { id } = await bench.relay(instance, bench.aPerson());
  const other = await bench.relay(instance, bench.aPerson());
  await changeRow(bench.azure, id, () => ({ of: 'a version that is yet to come' }));
  await bench.advance(PAST_END_MS);
  await expectOtherEnds(other.id);
  expect((await bench.books()).live).toEqual([id]);
  expect(instance.host.output()).toContain(digestOfCall(id));
  expect(instance.host.output()).not.toContain(id);
  await bench.advance(HOUR_MS);
  await bench.inTime(isOver, 'the row is dropped');
});

describe('one with the origin of a host that is not Azure’s', () => {
  let foreign: Awaited<ReturnType<typeof listen>>;
  let origin: string;
  const asked: string[] = [];
  beforeAll(async () => {
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(200).end();
    });
    foreign = await listen(server, '::ffff:127.0.0.1');
    // This machine, by a name that is on no list.
    origin = `http://[::ffff:127.0.0.1]:${foreign.port}`;
    await fetch(origin);
    expect(asked.splice(0)).toEqual(['/']);
  });
  afterAll(() => foreign.close());

  test('is never asked, and goes with its whole grant when Azure has ended the call', async () => {
    const { id } = await bench.relay(instance, bench.aPerson());
    const other = await bench.relay(instance, bench.aPerson());
    await changeRow(bench.azure, id, (call) => ({ ...call, origin }));
    await bench.advance(2 * MINUTE_MS);
    await bench.advance(PAST_END_MS);
    await expectOtherEnds(other.id);
    expect((await bench.books()).live).toEqual([id]);
    await bench.advance(HOUR_MS);
    const { ended } = await bench.inTime(isOver, 'the row is gone');
    expect(ended.find(({ callId }) => callId === id)).toMatchObject({ end: { reason: 'gone', seconds: 600 } });
    expect(asked).toEqual([]);
    expect(bench.hangUps(id)).toEqual([]);
  });
});
