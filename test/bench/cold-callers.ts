/** Row 4: what a storm of callers at a fresh process asks of Azure. Counted, so the same in every run. */
import type { Azure } from './azure.ts';
import { aMint, createClient } from './client.ts';
import type { Packages } from './packages.ts';
import type { Row } from './table.ts';

const CALLERS = 1_000;

export async function measureColdCallers(packages: Packages, azure: Azure): Promise<readonly Row[]> {
  const token = await azure.callerToken();
  await azure.clear();
  const host = await packages.start('app', azure.environment);
  const client = createClient(CALLERS);
  try {
    const mint = aMint(`${host.url}/api/realtime/client_secrets`, token, '{}');
    await Promise.all(Array.from({ length: CALLERS }, () => client.send(mint)));
  } finally {
    client.close();
    await host.stop();
  }
  const requests = await azure.requests();
  const countOf = (service: string): number => requests.filter((request) => request.service === service).length;
  const audiences = requests
    .filter(({ service }) => service === 'identity')
    .map(({ query }) => new URLSearchParams(query).get('resource'));
  const perAudience = Math.max(
    ...[...Map.groupBy(audiences, (audience) => audience).values()].map((all) => all.length),
  );
  return [
    {
      what: `Requests of ${CALLERS.toLocaleString('en')} cold callers`,
      ours: `upstream ${countOf('openai')}, token ${perAudience}, settings ${countOf('appConfiguration')}`,
      against: `token: for each of ${new Set(audiences).size} audiences; issuer ${countOf('issuer')}`,
      result: `${countOf('openai')}, ${perAudience}, ${countOf('appConfiguration')}`,
      goal: `${CALLERS}, 1, 1`,
    },
  ];
}
