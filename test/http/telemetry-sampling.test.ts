/** A caller who chooses their trace's id must not choose what an operator sees, nor how often they are counted. */
import { aTraceParent, TRACE } from '../support/telemetry-records.ts';
import { type System, startSystem } from './system.ts';
import { arrived, drawing } from './telemetry-envelopes.ts';

const MINTS = 20;

async function withDraw(draw: number, test: (system: System) => Promise<void>): Promise<void> {
  const system = await startSystem({ telemetry: true, realClock: true, environment: drawing(draw) });
  try {
    await test(system);
  } finally {
    await system.stop();
  }
}

async function mintWithin(system: System, trace: string): Promise<void> {
  const headers = { ...(await system.bearer()), traceparent: aTraceParent(trace) };
  for (let turn = 0; turn < MINTS; turn += 1) expect(await system.mint({ headers })).toMatchObject({ status: 200 });
}

test.each([
  ['ones', TRACE.high],
  ['zeros', TRACE.low],
])('a caller whose trace ends in %s is told of as often as is drawn', async (_what, trace) => {
  await withDraw(0.24, async (system) => {
    await mintWithin(system, trace);
    await system.until(() => arrived(system, 'mint').length === MINTS);
    expect(new Set(arrived(system, 'mint').map(({ sampleRate }) => sampleRate))).toEqual(new Set([25]));
    expect(new Set(arrived(system, 'mint').map(({ operation }) => operation))).toEqual(new Set([trace]));
  });
  await withDraw(0.26, async (system) => {
    await mintWithin(system, trace);
    await system.host.stop();
    expect(arrived(system, 'mint')).toEqual([]);
  });
});
