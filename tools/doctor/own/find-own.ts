/** From the options to what is looked at where there is no app. */
import type { Arm } from '../arm/arm-port.ts';
import type { Discovered } from '../discovery.ts';
import type { OwnCode } from '../facts/facts.ts';
import { readAccount } from '../named-account.ts';
import type { DoctorOptions } from '../options.ts';
import { findAccount } from './find-account.ts';

const NO_APP: Discovered = {
  store: undefined,
  label: undefined,
  site: undefined,
  appUrl: undefined,
  group: undefined,
  subscription: undefined,
  because: undefined,
};

/** @throws {UsageError} when the account is not named, or is not one that can be seen. */
export async function findOwn(
  { account: text = '', deployment, principal, origins, subscription }: DoctorOptions,
  arm: Arm,
): Promise<{ readonly own: OwnCode; readonly target: Discovered }> {
  const named = readAccount(text);
  const account = await findAccount(named, { arm, subscription });
  const { group, subscription: held } = account.seen ? account.value : { group: undefined, subscription };
  return {
    own: { named, account, deployment: deployment ?? named.deployment, principal, origins },
    target: { ...NO_APP, group, subscription: held },
  };
}
