/** What the doctor says of the app's preflight, whoever answers it. */
import { APP_CHECKS } from '../../../../tools/doctor/checks/app.ts';
import type { Facts } from '../../../../tools/doctor/facts/facts.ts';
import { seen } from '../../../../tools/doctor/look.ts';
import type { Verdict } from '../../../../tools/doctor/verdict.ts';

const ORIGIN = 'https://app.example.com';
const SDK_LIST = 'Authorization, Content-Type, X-OpenAI-Agents-SDK';

/** Only what this check asks of the facts: an app whose preflight allows what `allow` says to what is asked. */
async function verdictOn(allow: (asked: string) => string | undefined): Promise<Verdict | undefined> {
  const facts = {
    target: { appUrl: 'https://app.azurewebsites.net' },
    allowedOrigins: async () => seen([ORIGIN]),
    origins: [],
    fetch: async (_url: string, { headers }: { headers: Readonly<Record<string, string>> }) => {
      const allowed = allow(headers['Access-Control-Request-Headers'] ?? '');
      const cors = { 'Access-Control-Allow-Origin': ORIGIN, 'Access-Control-Allow-Headers': allowed ?? '' };
      return new Response(null, { status: 204, headers: allowed === undefined ? {} : cors });
    },
  } as unknown as Facts;
  return APP_CHECKS.find(({ id }) => id === 'app.cors')?.run(facts);
}

test('the preflight is fine where it allows what is asked for', async () => {
  expect(await verdictOn((asked) => asked)).toMatchObject({ state: 'ok' });
});

test('a list that the Agents SDK fits and Application Insights does not is a warning', async () => {
  expect(await verdictOn(() => SDK_LIST)).toMatchObject({ state: 'warn', say: expect.stringContaining(ORIGIN) });
});

test.each([
  ['refuses the origin', undefined],
  ['allows less than a plain page sends', 'Content-Type'],
])('an app that %s is a failure', async (_what, list) => {
  expect(await verdictOn(() => list)).toMatchObject({ state: 'fail', say: expect.stringContaining(ORIGIN) });
});
