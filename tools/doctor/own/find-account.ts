/** Where the account is that a person named, among those that they can see. */
import { type ArmId, parseArmId } from '../arm/arm-id.ts';
import type { Arm } from '../arm/arm-port.ts';
import { literal } from '../arm/graph.ts';
import { UsageError } from '../command-options.ts';
import { type Look, look, seen, then, unseen } from '../look.ts';
import { ACCOUNTS, type NamedAccount, type NamedByAddress, regionOf } from '../named-account.ts';

interface Row {
  readonly id: ArmId;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly location: string;
}

/**
 * Unseen where it is named by an address: that can be asked itself, whoever may read what.
 *
 * @throws {UsageError} when nothing that can be seen has the name, or several have it.
 */
export async function findAccount(
  named: NamedAccount,
  { arm, subscription }: { readonly arm: Arm; readonly subscription: string | undefined },
): Promise<Look<ArmId>> {
  if (named.by === 'id') return seen(named.id);
  const found = await then(listAccounts(arm), async (rows) =>
    seen(rows.filter(({ id }) => subscription === undefined || id.subscription === subscription)),
  );
  if (!found.seen) {
    if (named.by === 'address') return found;
    throw new UsageError(`The doctor cannot look for an account: ${found.because}.`);
  }
  const matches = found.value.filter((row) => isNamed(row, named));
  const [first, ...more] = matches;
  if (first && more.length === 0) return seen(first.id);
  if (first) throw new UsageError(`Several accounts fit; name one by its id: ${idsOf(matches)}.`);
  if (named.by === 'address') {
    return unseen(`no account of the address ${named.url.host} can be seen with this sign-in`);
  }
  throw new UsageError(`No account named "${named.name}" can be seen with this sign-in. ${tellOthers(found.value)}`);
}

async function listAccounts(arm: Arm): Promise<Look<readonly Row[]>> {
  const query = `Resources | where type =~ ${literal(ACCOUNTS.toLowerCase())} | project id, location, properties`;
  const found = await look('resources', (signal) => arm.query(query, signal));
  if (found.seen && found.value.length > 0) return seen(found.value.flatMap(toRow));
  // Resource Graph lags behind: Resource Manager is asked before nothing is there.
  return then(
    look('your subscriptions', (signal) => arm.subscriptions(signal)),
    async (subscriptions) => {
      const lists = await Promise.all(
        subscriptions.map((each) => {
          const id = String(Object(each).subscriptionId);
          return look(`the accounts of ${id}`, (signal) => arm.accounts(id, signal));
        }),
      );
      return seen(lists.flatMap((list) => (list.seen ? list.value.flatMap(toRow) : [])));
    },
  );
}

function toRow(value: unknown): readonly Row[] {
  const { id, properties, location } = Object(value) as Readonly<Record<string, unknown>>;
  const armId = parseArmId(typeof id === 'string' ? id : '');
  if (!armId) return [];
  const held = typeof properties === 'object' && properties !== null ? { ...properties } : {};
  return [{ id: armId, properties: held, location: String(location).toLowerCase() }];
}

function isNamed({ id, properties, location }: Row, named: Exclude<NamedAccount, { by: 'id' }>): boolean {
  if (named.by === 'name') return equal(id.name, named.name) || equal(properties['customSubDomainName'], named.name);
  const region = regionOf(named.url);
  if (region !== undefined) return location === region.toLowerCase();
  return isAt(properties, named);
}

/** The subdomain is the same in each form of the host; on this machine there is none. */
function isAt(properties: Row['properties'], { url, endpoint }: NamedByAddress): boolean {
  const [label] = url.hostname.split('.');
  const origin = URL.canParse(String(properties['endpoint'])) ? new URL(String(properties['endpoint'])).origin : '';
  return endpoint.ok && origin === endpoint.value.origin
    ? true
    : HAS_SUBDOMAIN.test(url.hostname) && equal(properties['customSubDomainName'], label);
}

const HAS_SUBDOMAIN = /^[\w-]+\..*\.azure\.(?:com|us|cn)$/i;

function equal(one: unknown, other: string | undefined): boolean {
  return typeof one === 'string' && one.toLowerCase() === other?.toLowerCase();
}

const SHOWN = 20;

function idsOf(rows: readonly Row[]): string {
  return rows
    .slice(0, SHOWN)
    .map(({ id }) => id.id)
    .join(', ');
}

function tellOthers(rows: readonly Row[]): string {
  const names = rows.slice(0, SHOWN).map(({ id }) => id.name);
  if (names.length === 0) return 'No account can be: are you signed in to the right tenant (az account show)?';
  return `These can: ${names.join(', ')}.`;
}
