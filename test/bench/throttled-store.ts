/** What one instance asks of a settings store that throttles, while a caller comes each second. Counted, on a clock that is moved. */
import { startHost } from '../../local/host/start-host.ts';
import type { Azure } from './azure.ts';
import type { Row } from './table.ts';

const SECONDS = 60;
const THROTTLED = 'appConfiguration.status';
/** So many attempts fit into a minute when the pauses double from a second, each a quarter shorter by chance. */
const GOAL = 8;

export async function measureThrottledStore(azure: Azure): Promise<readonly Row[]> {
  const token = await azure.callerToken();
  await azure.setSwitch(THROTTLED, '429');
  await azure.clear();
  const host = await startHost({ environment: azure.environment, movableClock: true });
  try {
    for (let second = 0; second < SECONDS; second += 1) {
      const mint = { method: 'POST', headers: { Authorization: `Bearer ${token}` } };
      await (await fetch(`${host.url}/api/realtime/client_secrets`, mint)).text();
      await host.advance(1_000);
    }
  } finally {
    await host.stop();
    await azure.setSwitch(THROTTLED, '200');
  }
  const asked = (await azure.requests()).filter(({ service }) => service === 'appConfiguration').length;
  return [
    {
      what: `Requests of a cold instance to a store that answers 429, in ${SECONDS} s`,
      ours: `settings ${asked}`,
      against: `${SECONDS} callers, one a second`,
      result: String(asked),
      goal: `≤ ${GOAL}`,
    },
  ];
}
