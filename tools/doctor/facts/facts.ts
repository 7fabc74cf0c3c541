/** Everything that the checks of a deployment look at: each thing once, and shared by all who ask. */
import type { TokenCredential } from '@azure/identity';
import type { Arm } from '../arm/arm-port.ts';
import type { Target } from '../discovery.ts';
import { type Look, once, then } from '../look.ts';
import { type ChosenIdentity, chooseIdentity } from '../roles/choose-identity.ts';
import { createRoleReader, type RoleReader } from '../roles/read-roles.ts';
import type { Person } from '../sign-in.ts';
import { type AccountFacts, createAccountFacts } from './account-facts.ts';
import { type MintTrial, tryMint } from './mint-facts.ts';
import { createSettingsFacts, type SettingsFacts } from './settings-facts.ts';
import { createSiteFacts, type SiteFacts } from './site-facts.ts';

export interface Facts extends SettingsFacts, AccountFacts, SiteFacts {
  readonly target: Target;
  readonly person: Person;
  /** Pages that the person wants to be allowed. */
  readonly origins: readonly string[];
  readonly arm: Arm;
  readonly roles: RoleReader;
  /** The one whose roles count. */
  identity(): Promise<Look<ChosenIdentity>>;
  readonly now: () => number;
  readonly fetch: typeof fetch;
  /** `undefined`: nobody asked for a mint. */
  readonly mint: (() => Promise<Look<MintTrial>>) | undefined;
}

export interface FactsOptions {
  readonly target: Target;
  readonly person: Person;
  readonly credential: TokenCredential;
  readonly arm: Arm;
  readonly origins: readonly string[];
  readonly mint: boolean;
}

export function createFacts({ target, person, credential, arm, origins, mint }: FactsOptions): Facts {
  const settings = createSettingsFacts(target, credential);
  const site = createSiteFacts(arm, target);
  const resources = { ...createAccountFacts(arm, target, settings), ...site };
  const roles = createRoleReader(arm);
  return {
    ...settings,
    ...resources,
    identity: once(() => then(site.identities(), (all) => chooseIdentity(all, resources, roles))),
    target,
    person,
    origins,
    arm,
    roles,
    now: Date.now,
    fetch,
    mint: mint ? once(() => then(settings.settings(), (found) => tryMint(found, credential, fetch))) : undefined,
  };
}
