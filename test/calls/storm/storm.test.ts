/** The storm of `npm run storm:calls`, small: forty calls, one kill, and clocks that are moved past their end. */
import { runStorm } from './storm.ts';

test('ends and charges every call once, though an instance is killed and hang-ups fail', async () => {
  // A place that a failed beginning holds is free minutes later: there are more of them than calls.
  const options = { calls: 40, killEverySeconds: 0, isStepped: true, hasFaults: true, perCaller: 2, perDeployment: 60 };
  const { broken, kills, peakOfDeployment } = await runStorm(options);
  expect(Object.entries(broken).filter(([, count]) => count > 0)).toEqual([]);
  expect(kills).toBe(1);
  expect(peakOfDeployment).toBeGreaterThan(0);
});
