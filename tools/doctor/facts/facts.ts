/** Everything that the checks look at: each thing once, and shared by all who ask. */
import type { TokenCredential } from '@azure/identity';
import type { CallerRule } from '../../../src/auth/settings.ts';
import type { HangUp } from '../../../src/realtime/call-control.ts';
import type { ArmId } from '../arm/arm-id.ts';
import type { Arm } from '../arm/arm-port.ts';
import { type AppMint, mintThroughApp } from '../callers/app-mint.ts';
import { type CallsView, viewCalls } from '../callers/calls-view.ts';
import type { CommandLine } from '../command-line.ts';
import { type Discovered, whyNoApp } from '../discovery.ts';
import { type Look, once, seen, then, unseen } from '../look.ts';
import { type ChosenIdentity, chooseIdentity } from '../roles/choose-identity.ts';
import { createRoleReader, type RoleReader } from '../roles/read-roles.ts';
import type { Person } from '../sign-in.ts';
import { type Member, placeOf, readMembers, writtenIn } from '../targets/member.ts';
import { type AccountFacts, createAccountFacts, findAppAccount } from './account-facts.ts';
import { type CallerFacts, createCallerFacts } from './caller-facts.ts';
import { tryHangUp } from './hang-up-facts.ts';
import { type MintTrial, tryMint } from './mint-facts.ts';
import { createOwnRequest, type OwnRequest } from './own-request.ts';
import { findPrincipal } from './principal.ts';
import { createAppRequest, type RequestFacts } from './request-facts.ts';
import { createSettingsFacts, type SettingsFacts } from './settings-facts.ts';
import { createSiteFacts, type SiteFacts } from './site-facts.ts';

export interface Facts extends SettingsFacts, AccountFacts, SiteFacts, RequestFacts, CallerFacts {
  readonly target: Discovered;
  /** Whose request it is, and so where the fix goes: into the person's own code or, without any, into the app. */
  readonly own: OwnCode | undefined;
  /** Of realtime:targets, where request, account and mint are that one’s; else they are of the only target, or of the first. */
  readonly member: Member | undefined;
  /** By target; the only one is these facts themselves. Unseen where realtime:targets cannot be read. */
  targets(): Promise<Look<readonly Facts[]>>;
  readonly person: Person;
  /** Pages that the person wants to be allowed. */
  readonly origins: readonly string[];
  readonly arm: Arm;
  readonly roles: RoleReader;
  /** The one whose roles count. */
  identity(): Promise<Look<ChosenIdentity>>;
  readonly commandLine: CommandLine;
  readonly now: () => number;
  readonly fetch: typeof fetch;
  /** `undefined`: nobody asked for a mint. */
  readonly mint: (() => Promise<Look<MintTrial>>) | undefined;
  /** The same through the app at that origin, by one of these rules. */
  readonly appMint: ((rules: readonly CallerRule[], appUrl: string) => Promise<Look<AppMint>>) | undefined;
  /** By the app, to an operator. */
  callsView(): Promise<Look<CallsView>>;
  /** Of an id that no call has, with the person's own rights. */
  hangUp(): Promise<Look<HangUp>>;
}

/** An account and code of the person's own, which no settings describe. */
export interface OwnCode extends OwnRequest {
  readonly account: Look<ArmId>;
  /** Object id of who calls Azure; `undefined`: the person. */
  readonly principal: string | undefined;
}

export interface FactsOptions {
  readonly target: Discovered;
  /** `undefined`: the app's deployment is looked at. */
  readonly own?: OwnCode;
  readonly person: Person;
  readonly credential: TokenCredential;
  readonly arm: Arm;
  readonly origins: readonly string[];
  readonly mint: boolean;
  readonly commandLine: CommandLine;
}

export function createFacts(options: FactsOptions): Facts {
  const { target, own, person, credential, arm, origins, mint, commandLine } = options;
  const settings = createSettingsFacts(target, credential);
  const site = createSiteFacts(arm, target);
  const members = once(() => (own ? noMembers() : then(settings.texts(), async (texts) => readMembers(texts))));
  const { account, ...first } = ofTarget(() => then(members(), async (all) => seen(all?.[0])));
  const roles = createRoleReader(arm);
  const resources = { ...account, ...site };
  const callers = createCallerFacts(settings, first, fetch);
  const facts: Facts = {
    ...settings,
    ...callers,
    ...resources,
    ...first,
    identity: once(() =>
      own
        ? findPrincipal(own, { person, roles })
        : then(site.identities(), (all) => chooseIdentity(all, resources, roles)),
    ),
    targets: once(async () => {
      const found = await members();
      if (!found.seen) return (await settings.texts()).seen ? found : seen([facts]);
      return seen(found.value?.map(factsOf) ?? [facts]);
    }),
    target,
    own,
    member: undefined,
    person,
    origins,
    arm,
    roles,
    commandLine,
    now: Date.now,
    fetch,
    appMint: mint ? (rules, appUrl) => mintThroughApp(rules, { credential, fetch, appUrl }) : undefined,
    callsView: once(async () => {
      const { appUrl } = target;
      if (appUrl === undefined) return unseen(whyNoApp(target));
      return then(callers.rules(), (rules) => viewCalls(rules, { credential, fetch, appUrl }));
    }),
  };
  return facts;

  function factsOf(member: Member): Facts {
    const { account: its, ...asked } = ofTarget(async () => seen(member));
    return { ...facts, ...its, ...asked, member };
  }

  /** What is another one for another target. */
  function ofTarget(find: () => Promise<Look<Member | undefined>>) {
    const account: AccountFacts = createAccountFacts(arm, async () => (own ? own.account : accountOf(find)));
    const request = own ? createOwnRequest(own, account) : createAppRequest(settings, find);
    return {
      account,
      ...request,
      mint: mint ? once(() => tryMint(request, credential, fetch)) : undefined,
      hangUp: once(() => tryHangUp(request, credential, fetch)),
    };
  }

  /** Only where there is one target the only account of the group is its. */
  function accountOf(find: () => Promise<Look<Member | undefined>>): Promise<Look<ArmId>> {
    return then(find(), (member) =>
      then(settings.texts(), (texts) =>
        findAppAccount(arm, member ? { ...target, group: undefined } : target, {
          resourceId: writtenIn(texts, member, 'resourceId'),
          endpoint: writtenIn(texts, member, 'endpoint'),
          place: placeOf(member, 'resourceId'),
        }),
      ),
    );
  }
}

async function noMembers(): Promise<Look<undefined>> {
  return seen(undefined);
}
