import { createFixtures } from './fixture.ts';

const fixtures = createFixtures();
afterEach(() => fixtures.dispose());

const CLOCK = `const now = Date.now;
app.http('clock', { methods: ['GET'], authLevel: 'anonymous', route: 'clock',
  handler: () => ({ jsonBody: { kept: now(), made: new Date().getTime(), given: new Date(5).getTime() } }) });`;

test('lets time pass for an app that kept Date.now when it was loaded, and leaves given dates alone', async () => {
  const host = await fixtures.start(CLOCK, { movableClock: true });
  await host.advance(3_600_000);
  const { kept, made, given } = (await (await fetch(`${host.url}/api/clock`)).json()) as Record<string, number>;
  expect(Number(kept) - Date.now()).toBeGreaterThan(3_500_000);
  expect(Number(made) - Date.now()).toBeGreaterThan(3_500_000);
  expect(given).toBe(5);
});

test('has the machine’s own time when nobody asked to move it', async () => {
  const host = await fixtures.start(CLOCK);
  const { kept } = (await (await fetch(`${host.url}/api/clock`)).json()) as Record<string, number>;
  expect(Math.abs(Number(kept) - Date.now())).toBeLessThan(60_000);
});
