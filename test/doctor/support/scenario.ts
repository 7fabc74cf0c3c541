/**
 * A deployment with one thing broken: the doctor's summary has to name it, the commands it prints have to be complete,
 * and what they stand for, done to the emulated Azure by typing them, has to make the check green.
 */

import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { SUBSCRIPTION_ID } from '../../../local/azure/foundation/directory.ts';
import type { CheckId } from '../../../tools/doctor/check-ids.ts';
import { type } from './doctor-command.ts';
import type { Doctor } from './visit.ts';
import { type AzureWithApp, store, withAzure } from './with-azure.ts';

export interface Scenario<A extends EmulatedAzure = EmulatedAzure> {
  readonly name: string;
  readonly breaks: (azure: A) => void;
  /** Beside the store. */
  readonly args?: readonly string[];
  readonly cause: CheckId;
  readonly says: RegExp;
  /** Checks that have trouble because of it. */
  readonly explains?: readonly CheckId[];
  /** Nothing fails: it is worth fixing. */
  readonly isWarning?: true;
  /** Where the mend is to wait: minutes. */
  readonly heals?: number;
}

const TEN_MINUTES_MS = 600_000;
/** What a person would have to fill in, as the catalogue's commands have it. */
const GAP = /<[^>]*>|\$[A-Z]\w*|\.\.\.|…/;

export function play(doctor: Doctor, scenario: Scenario<AzureWithApp>): Promise<void> {
  return withAzure(async (azure) => {
    // Whether Azure's list of headers is fixed is not known; that is a warning of its own.
    azure.switches.set('calls.preflight', 'echo');
    filterStrictly(azure);
    scenario.breaks(azure);
    const args = [...store(azure), ...(scenario.args ?? [])];
    const before = modelsOf(azure);
    const visit = await doctor.run(azure, args);
    const commands = readSummary(visit.stdout, scenario);
    expect(visit.status).toBe(scenario.isWarning ? 0 : 1);
    for (const command of commands) {
      if (/ -g /.test(command)) expect(command).toContain(`--subscription ${SUBSCRIPTION_ID}`);
      expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
    }
    expect(commands.length > 0).toBe(scenario.heals === undefined);
    azure.subscription.age(scenario.heals === undefined ? TEN_MINUTES_MS : scenario.heals * 60_000);
    // A command that makes something leaves what is there as it is.
    expect(modelsOf(azure)).toMatchObject(before);
    const { checks } = await doctor.report(azure, [...args, '--only', scenario.cause]);
    expect(checks).toEqual([expect.objectContaining({ id: scenario.cause, state: 'ok' })]);
  });
}

/** A content filter of one's own, which whoever writes a deployment over without naming it takes away. */
function filterStrictly({ subscription }: EmulatedAzure): void {
  for (const { name, deployments } of subscription.accounts())
    for (const deployment of deployments.values())
      subscription.putDeployment(name, { ...deployment, raiPolicyName: 'strict' });
}

/** The model behind each deployment of each account, and its content filter. */
function modelsOf({ subscription }: EmulatedAzure): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    subscription
      .accounts()
      .flatMap((account) =>
        [...account.deployments.values()].map(({ name, model, raiPolicyName = 'Microsoft.DefaultV2' }) => [
          `${account.name}/${name}`,
          { model: model.name, raiPolicyName },
        ]),
      ),
  );
}

/** The commands of the summary, once it is the one that is expected. */
function readSummary(
  stdout: string,
  { cause, says, explains, isWarning }: Pick<Scenario, 'cause' | 'says' | 'explains' | 'isWarning'>,
): readonly string[] {
  const [, summary = ''] = /\n\n((?:Root cause|\d+ causes|Nothing|Everything)[\s\S]*)$/.exec(stdout) ?? [];
  const [, title, said = '', rest = ''] =
    /^(?:Nothing fails\. One thing is worth fixing:\n\n)?([\w. ]+): (.*)\n([\s\S]*)$/.exec(summary) ?? [];
  expect({ title, said, stdout }).toMatchObject({
    title: isWarning ? cause : 'Root cause',
    said: expect.stringMatching(says),
  });
  expect(stdout).toMatch(new RegExp(`^${isWarning ? 'warn' : '(?:FAIL|warn)'}  ${cause} `, 'm'));
  for (const id of explains ?? []) expect(rest).toMatch(new RegExp(`^Because of it: .*${id}`, 'm'));
  // The summary's first way: the other one is in its place.
  const [first = ''] = rest.split(/^Or /m);
  expect(rest).not.toMatch(GAP);
  return first.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim()] : []));
}
