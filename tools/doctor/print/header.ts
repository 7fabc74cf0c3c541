/** What was found of the deployment, before anything is checked. */
import type { Discovered } from '../discovery.ts';
import type { OwnCode } from '../facts/facts.ts';
import type { Person } from '../sign-in.ts';

export function targetFacts(target: Discovered, { objectId }: Person): Readonly<Record<string, string>> {
  const { store, label, site, appUrl, group, subscription } = target;
  const facts: Readonly<Record<string, string | undefined>> = {
    subscription,
    'resource group': group,
    store: store && `${store.endpoint}${label === undefined ? '' : `, label ${label}`}`,
    app: appUrl && `${appUrl}${site ? `, ${site.name}` : ''}`,
    'looking as': objectId,
  };
  return present(facts);
}

export function ownFacts({ account, named, deployment, principal }: OwnCode, { objectId }: Person) {
  const { subscription, group, name } = account.seen ? account.value : { name: undefined };
  return present({
    subscription,
    'resource group': group,
    account: name ?? (named.by === 'address' ? named.url.host : undefined),
    deployment,
    principal,
    'looking as': objectId,
  });
}

function present(facts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

export function headerLines(facts: Readonly<Record<string, string>>): readonly string[] {
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  return [...Object.entries(facts).map(([name, value]) => `${name.padEnd(width)}  ${value}`), ''];
}
