/** How the worker of the bundle begins and ends in Azure, where neither waits for the other. */
import { type Answer, type System, startSystem } from './system.ts';
import { arrived, drawing } from './telemetry-envelopes.ts';

async function withSystem(
  options: Parameters<typeof startSystem>[0],
  act: (system: System) => Promise<void>,
): Promise<void> {
  const system = await startSystem({ realClock: true, ...options });
  try {
    await act(system);
  } finally {
    await system.stop();
  }
}

/** Ends the worker while Azure has a mint that it answers after so long. */
async function endDuringMint(system: System, delayMs: number): Promise<PromiseSettledResult<Answer>> {
  // The first mint of a worker has more to wait for.
  expect(await system.mint()).toMatchObject({ status: 200 });
  system.azure.switches.set('mint.delayMs', delayMs);
  const before = system.azure.requests.count('openai');
  const answers = Promise.allSettled([system.mint()]);
  await system.until(() => system.azure.requests.count('openai') > before);
  await system.host.stop();
  // Killed it would have no exit code.
  expect(await system.host.exited).toBe(0);
  const [answer] = await answers;
  return answer;
}

describe('a worker that is told to end', () => {
  test('answers the mint that is under way, and tells telemetry of it', () =>
    withSystem({ telemetry: true, environment: drawing(0) }, async (system) => {
      expect(await endDuringMint(system, 700)).toMatchObject({ value: { status: 200 } });
      expect(arrived(system, 'mint')).toHaveLength(2);
    }));

  test('answers it too where there is no telemetry to wait for', () =>
    withSystem({}, async (system) => {
      expect(await endDuringMint(system, 700)).toMatchObject({ value: { status: 200 } });
    }));

  test('waits no longer than the host does, and then tells telemetry what it has', () =>
    withSystem({ telemetry: true, environment: drawing(0) }, async (system) => {
      expect(await endDuringMint(system, 20_000)).toMatchObject({ status: 'rejected' });
      expect(arrived(system, 'mint')).toHaveLength(1);
    }));
});

describe('a worker that Azure has started before there was an app', () => {
  test('mints with the environment that came later, whose settings and token it has fetched before anybody asked', () =>
    withSystem({ placeholder: true }, async (system) => {
      await system.logged('settings_loaded');
      await system.until(() => system.azure.requests.count('identity') > 0);
      expect(system.host.logs).not.toContainEqual(expect.objectContaining({ category: 'Host.Http' }));
      expect(await system.mint()).toMatchObject({ status: 200 });
      expect(await system.request('/api/readyz')).toMatchObject({ status: 200 });
    }));
});
