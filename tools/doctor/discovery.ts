/**
 * From one thing that the person knows to the others. Resource Graph lags and leaves out what one may not read, so what
 * it does not show is not known here, and no fault.
 */

import { isLoopback } from '../../src/lib/loopback.ts';
import { type ArmId, parseArmId } from './arm/arm-id.ts';
import type { Arm } from './arm/arm-port.ts';
import { literal } from './arm/graph.ts';
import { UsageError } from './command-options.ts';
import { look } from './look.ts';
import type { DoctorOptions } from './options.ts';

export interface Discovered {
  readonly store: { readonly endpoint: string; readonly id: ArmId | undefined } | undefined;
  readonly label: string | undefined;
  readonly site: ArmId | undefined;
  /** Origin of the function app. */
  readonly appUrl: string | undefined;
  readonly group: string | undefined;
  readonly subscription: string | undefined;
  /** Why more was not found, where that is known: completes "skipped because …". */
  readonly because: string | undefined;
}

/** Completes "skipped because …". */
export function whyNoApp({ because }: Discovered): string {
  return because ?? 'no function app is known: name it with --app';
}

/** The input, whichever option or azd environment it came from. */
export type Input = Pick<DoctorOptions, 'store' | 'group' | 'app' | 'label' | 'subscription'>;

const STORES = 'microsoft.appconfiguration/configurationstores';
const SITES = 'microsoft.web/sites';
/** infra/main.bicep tags the function app so, and azd goes by it. */
const API_TAG = 'azd-service-name';

interface Row {
  readonly id: ArmId;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** @throws {UsageError} when what is named cannot be found, or is not one thing. */
export async function discover(input: Input, arm: Arm): Promise<Discovered> {
  const { byEndpoint, byHost, inGroup, failure } = createSearch(input, arm);
  const [namedStore] = input.store === undefined ? [] : await byEndpoint(input.store);
  const [namedSite] = input.app === undefined ? [] : await byHost(new URL(input.app).host);
  const group = input.group ?? namedStore?.id.group ?? namedSite?.id.group;
  const [stores, sites] =
    group === undefined ? [[], []] : await Promise.all([inGroup(STORES, { group }), inGroup(SITES, { group })]);
  assertOneSubscription(group, [...stores, ...sites]);
  const store =
    namedStore ?? (input.store === undefined ? onlyOne(stores, 'App Configuration store', '--store') : undefined);
  const site = namedSite ?? pickSite(sites);
  const storeEndpoint = input.store ?? textOf(store?.properties['endpoint'])?.replace(/\/$/, '');
  if (storeEndpoint === undefined && site === undefined && input.app === undefined) {
    throw new UsageError(explainNothing(group, failure() ?? (await whyNothing(input, arm))));
  }
  return {
    store: storeEndpoint === undefined ? undefined : { endpoint: storeEndpoint, id: store?.id },
    label: input.label,
    site: site?.id,
    appUrl: input.app ?? toUrl(textOf(site?.properties['defaultHostName'])),
    group,
    subscription: input.subscription ?? store?.id.subscription ?? site?.id.subscription,
    because: failure() ?? (await whyNoSite(site, input, arm)),
  };
}

async function whyNoSite(site: Row | undefined, input: Input, arm: Arm): Promise<string | undefined> {
  if (site) return undefined;
  const because = await whyNothing(input, arm);
  if (because !== undefined || input.app === undefined) return because;
  return 'no function app of that address was found: name the group with --group';
}

/** Resource Graph says nothing about what one may not see; of a subscription that is known Resource Manager does. */
async function whyNothing({ subscription }: Input, arm: Arm): Promise<string | undefined> {
  if (subscription === undefined) return undefined;
  const found = await look(`the subscription ${subscription}`, (signal) => arm.subscription(subscription, signal));
  return found.seen ? undefined : found.because;
}

function explainNothing(group: string | undefined, failure: string | undefined): string {
  return failure === undefined
    ? `No App Configuration store and no function app can be seen in the resource group "${group}": is the name right, are you signed in to its tenant (az account show), and may you read it?`
    : `Nothing can be found in the resource group "${group}": ${failure}.`;
}

interface Search {
  byEndpoint(endpoint: string): Promise<readonly Row[]>;
  byHost(host: string): Promise<readonly Row[]>;
  inGroup(type: string, named: { readonly group: string }): Promise<readonly Row[]>;
  /** Why something could not be looked for: completes "skipped because …". */
  failure(): string | undefined;
}

function createSearch({ subscription }: Input, arm: Arm): Search {
  let failure: string | undefined;
  const query = async (conditions: string): Promise<readonly Row[]> => {
    const text = `Resources | where ${conditions} | project id, tags, properties`;
    const found = await look('resources', (signal) => arm.query(text, signal));
    if (!found.seen) failure ??= found.because;
    const rows = found.seen ? found.value.flatMap(toRow) : [];
    return rows.filter(({ id }) => subscription === undefined || id.subscription === subscription);
  };
  return {
    byEndpoint: (endpoint) => query(`type =~ ${literal(STORES)} and properties.endpoint =~ ${literal(endpoint)}`),
    async byHost(host) {
      const named = await query(`type =~ ${literal(SITES)} and properties.defaultHostName =~ ${literal(host)}`);
      if (named.length > 0 || failure !== undefined) return named;
      // A domain of its own is one of a list, so all of them are looked through.
      return (await query(`type =~ ${literal(SITES)}`)).filter((row) => hostsOf(row).includes(host));
    },
    inGroup: (type, { group }) => query(`type =~ ${literal(type)} and resourceGroup =~ ${literal(group)}`),
    failure: () => failure,
  };
}

function assertOneSubscription(group: string | undefined, rows: readonly Row[]): void {
  const found = new Set(rows.map(({ id }) => id.subscription));
  if (found.size < 2) return;
  throw new UsageError(
    `Resource groups named "${group}" are in ${found.size} subscriptions (${[...found].join(', ')}): choose one with --subscription.`,
  );
}

function onlyOne(rows: readonly Row[], what: string, option: string): Row | undefined {
  if (rows.length < 2) return rows[0];
  throw new UsageError(
    `There are ${rows.length} of them: name the ${what} with ${option} (${rows.map(({ id }) => id.name).join(', ')}).`,
  );
}

function pickSite(sites: readonly Row[]): Row | undefined {
  const tagged = sites.filter(({ tags }) => tags[API_TAG] === 'api');
  return tagged.length === 1 ? tagged[0] : onlyOne(sites, 'function app', '--app');
}

/** A function app is served over TLS; on this machine it is not. */
function toUrl(host: string | undefined): string | undefined {
  if (host === undefined || !URL.canParse(`https://${host}`)) return undefined;
  return `${isLoopback(new URL(`https://${host}`).hostname) ? 'http' : 'https'}://${host}`;
}

function toRow(row: unknown): readonly Row[] {
  const { id, tags, properties } = Object(row) as { id?: unknown; tags?: unknown; properties?: unknown };
  const parsed = typeof id === 'string' ? parseArmId(id) : undefined;
  return parsed ? [{ id: parsed, tags: asRecord(tags), properties: asRecord(properties) }] : [];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Custom domains are among them. */
function hostsOf({ properties }: Row): readonly string[] {
  return ['enabledHostNames', 'hostNames'].flatMap((name) => {
    const hosts = properties[name];
    return Array.isArray(hosts) ? hosts.map((host) => String(host).toLowerCase()) : [];
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
