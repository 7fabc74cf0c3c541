import { toTrace } from '../../../../../../local/page/app/call/trace.ts';
import { connect, ENDPOINT, SECRET, startBench, TOKEN } from '../call-bench.ts';

const ORIGIN = { origin: 'http://localhost:3000', userAgent: 'A browser' };

test('has every stage with what was seen of it, and no secret', async () => {
  const bench = startBench();
  await connect(bench);
  bench.peer.channel?.hear({ type: 'session.created', session: { instructions: 'Be kind.', value: SECRET } });
  const text = toTrace(bench.state(), ORIGIN);
  const trace = JSON.parse(text);
  expect(trace).toMatchObject({ ...ORIGIN, endpoint: ENDPOINT, way: 'direct', profile: 'default', phase: 'live' });
  expect(trace.stages[3]).toMatchObject({
    id: 'mint',
    state: 'ok',
    details: [{ kind: 'exchange', exchange: { method: 'POST', answer: { status: 200 } } }, { kind: 'facts' }],
  });
  expect(trace.events).toHaveLength(1);
  for (const secret of [SECRET, TOKEN, 'passw0rd', 'AA:BB', 'Be kind.']) expect(text).not.toContain(secret);
});

test('closes the door on what should not be in the state at all', async () => {
  const bench = startBench();
  await connect(bench);
  const leaking = { ...bench.state(), profile: SECRET };
  expect(toTrace(leaking, ORIGIN)).not.toContain(SECRET);
});
