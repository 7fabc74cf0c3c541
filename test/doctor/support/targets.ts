/** An Azure with two targets, one a region, and what the doctor says of them. */
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { accountIn, IDENTITY_OBJECT_ID, toResourceId } from '../../../local/azure/foundation/directory.ts';
import type { Report } from '../../../tools/doctor/report.ts';
import { type } from './doctor-command.ts';
import type { StandInApp } from './stand-in-app.ts';
import type { Doctor } from './visit.ts';
import { store, withAzure } from './with-azure.ts';

const TEN_MINUTES_MS = 600_000;
export const [FIRST, SECOND] = ['swedencentral', 'eastus2'];
export const ELSEWHERE = accountIn(SECOND);
export const DEPLOYMENT = 'gpt-realtime-mini';

type Azure = EmulatedAzure & { readonly app: StandInApp };
export type Member = Readonly<Record<string, unknown>>;

/** As infra/main.bicep writes them. */
export const membersOf = ({ urls, elsewhere }: EmulatedAzure): readonly [Member, Member] => [
  { name: FIRST, endpoint: urls.openai, resourceId: idOf('oai-local') },
  { name: SECOND, endpoint: elsewhere[0]?.url, resourceId: idOf(ELSEWHERE) },
];
export const idOf = (account: string) => toResourceId('Microsoft.CognitiveServices/accounts', account);
const write = (azure: EmulatedAzure, members: readonly unknown[]) =>
  azure.settings.set('realtime:targets', JSON.stringify(members));
export const writtenIn = (azure: EmulatedAzure): unknown => JSON.parse(azure.settings.get('realtime:targets') ?? '');

/** `change` are further members of the first target and of the second. */
export function withTargets(
  use: (azure: Azure) => Promise<void>,
  change: readonly (Member | undefined)[] = [],
): Promise<void> {
  return withAzure(
    async (azure) => {
      for (const region of ['', `${SECOND}.`]) azure.switches.set(`${region}calls.preflight`, 'echo');
      write(
        azure,
        membersOf(azure).map((member, index) => ({ ...member, ...change[index] })),
      );
      for (const key of ['realtime:endpoint', 'realtime:resourceId']) azure.settings.delete(key);
      await use(azure);
    },
    { regions: [SECOND] },
  );
}

const named = (found: Report['causes']) => found.map(({ check, target }) => `${target}: ${check}`);

export async function lookWith(doctor: Doctor, azure: EmulatedAzure, ...args: readonly string[]) {
  const report = await doctor.report(azure, [...store(azure), ...args]);
  return { report, status: report.status, causes: named(report.causes), warnings: named(report.warnings) };
}

export async function mend(azure: EmulatedAzure, { causes, warnings }: Report): Promise<void> {
  const commands = [...causes, ...warnings].flatMap((trouble) => trouble.mend.run ?? []);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
  azure.subscription.age(TEN_MINUTES_MS);
}

export const FINE = { status: 0, causes: [], warnings: [] };

export const takeRole = ({ subscription }: EmulatedAzure, account: string) =>
  subscription.roles.remove(
    ({ scope, principalId }) => principalId === IDENTITY_OBJECT_ID && scope.endsWith(`/${account}`),
  );
