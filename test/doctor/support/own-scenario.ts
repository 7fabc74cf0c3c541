/** An account that is not this project's, with something broken: what the summary has to say, and what comes after. */
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import type { CheckId } from '../../../tools/doctor/check-ids.ts';
import { type } from './doctor-command.ts';
import { ACCOUNT, createOwnAccount, type OwnAccount } from './own-account.ts';
import type { Doctor } from './visit.ts';
import { withAzure } from './with-azure.ts';

type Args = (azure: EmulatedAzure) => readonly string[];

export interface OwnScenario {
  readonly name: string;
  readonly account?: OwnAccount;
  readonly breaks?: (azure: EmulatedAzure) => void;
  /** By its name, if nothing else is said. */
  readonly args?: Args;
  readonly causes: readonly CheckId[];
  readonly says: RegExp;
  /** What it says of the person's own request. */
  readonly advises?: RegExp;
  /** What the person asks after that. */
  readonly next?: Args;
  /** What still fails then. */
  readonly remains?: readonly CheckId[];
}

const TEN_MINUTES_MS = 600_000;
const OF_THE_APP = /realtime:[a-z]|infra\/main\.bicep|relay|the app\b/;

export function playOwn(doctor: Doctor, scenario: OwnScenario): Promise<void> {
  return withAzure(async (azure) => {
    createOwnAccount(azure, scenario.account);
    scenario.breaks?.(azure);
    const first = scenario.args ?? (() => ['--account', ACCOUNT]);
    const args = [...first(azure), '--mint'];
    const { stdout, stderr, status } = await doctor.run(azure, args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).not.toMatch(OF_THE_APP);
    const { causes } = await doctor.report(azure, args);
    expect(causes.map(({ check }) => check)).toEqual(scenario.causes);
    expect(causes.map(({ say }) => say).join('\n')).toMatch(scenario.says);
    const [, summary = ''] = /\n\n((?:Root cause|\d+ causes)[\s\S]*)$/.exec(stdout) ?? [];
    if (scenario.advises) expect(summary).toMatch(scenario.advises);
    for (const command of causes.flatMap(({ mend }) => mend.run ?? [])) {
      expect(summary).toContain(`  ${command}\n`);
      expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
    }
    azure.subscription.age(TEN_MINUTES_MS);
    const again = await doctor.report(azure, [...(scenario.next ?? first)(azure), '--mint']);
    expect(again.causes.map(({ check }) => check)).toEqual(scenario.remains ?? []);
    expect(again.status).toBe(scenario.remains ? 1 : 0);
  });
}
