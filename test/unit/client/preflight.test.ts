import type { PreflightCheck, PreflightOptions } from '../../../client/src/preflight.ts';
import { preflightBy } from '../../../client/src/preflight-by.ts';
import { answered, type BenchOptions, createBench, ENDPOINT, problem } from './client-bench.ts';
import { nextTurn } from './fake-clock.ts';

function startPreflight(bench: BenchOptions = {}, options: Partial<PreflightOptions> = {}) {
  const { ports, peer, pass, open, sent } = createBench(bench);
  const told: PreflightCheck[] = [];
  const reporting = preflightBy(
    ports,
    { endpoint: ENDPOINT, getToken: () => 'token-1', onCheck: (check) => told.push(check), ...options },
    'A browser',
  );
  return { reporting, peer, pass, open, sent, told };
}

const statesOf = (checks: readonly PreflightCheck[]) => checks.map(({ id, state }) => `${id} ${state}`);

describe('a preflight', () => {
  test.each([
    [429, 'quota_exceeded', 'call'],
    [503, 'leash_unavailable', 'call'],
    [403, 'insufficient_scope', 'token'],
    [401, 'token_invalid', 'token'],
  ])('tells at which check a %d fails: %s', async (status, code, id) => {
    const { reporting, told, open } = startPreflight({
      respond: () => problem(status, code, { headers: { 'x-request-id': 'r-1' } }),
    });
    const report = await reporting;
    expect([report.verdict, report.requestId, report.userAgent]).toEqual([code, 'r-1', 'A browser']);
    expect(report.checks.find(({ state }) => state === 'failed')?.id).toBe(id);
    expect(told).toEqual(report.checks);
    expect(open()).toBe(0);
  });

  test('has nothing to say of loudness where a browser does not measure it', async () => {
    const { reporting, peer, pass } = startPreflight();
    for (let turn = 0; turn < 30; turn += 1) await nextTurn();
    peer().become('connected');
    await nextTurn();
    peer().channel?.open();
    await nextTurn();
    await pass(5_000);
    const { verdict, checks } = await reporting;
    expect([verdict, statesOf(checks).slice(-2)]).toEqual(['ok', ['media ok', 'loudness skipped']]);
  });

  test('that is no longer wanted ends at once, and leaves no call', async () => {
    const abort = new AbortController();
    const { reporting, open } = startPreflight({ respond: () => answered() }, { signal: abort.signal });
    for (let turn = 0; turn < 30; turn += 1) await nextTurn();
    abort.abort();
    const { verdict, checks } = await reporting;
    expect([verdict, statesOf(checks)[1], open()]).toEqual(['cancelled', 'endpoint skipped', 0]);
  });
});
