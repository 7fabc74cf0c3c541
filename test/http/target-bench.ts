/** Accounts in three regions, and profiles that are served at one, two or three of them, through the bundle that ships. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { anOffer } from '../support/sdp.ts';
import { type Answer, type System, type SystemOptions, startSystem } from './system.ts';

export const REGIONS = ['swedencentral', 'eastus2', 'francecentral'] as const;
export type Region = (typeof REGIONS)[number];
export type Way = 'mint' | 'relay';
/** The profile that is served at so many. */
export const PROFILES = ['one', 'two', 'three'] as const;

/** As `realtime:targets` holds them; `bend` changes one. */
function targetsOf(azure: EmulatedAzure, bend: (region: Region) => object = () => ({})): string {
  const urls = [azure.urls.openai, ...azure.elsewhere.map(({ url }) => url)];
  return JSON.stringify(REGIONS.map((name, index) => ({ name, endpoint: urls[index], ...bend(name) })));
}

export async function startTargetBench({ settings = {}, prepare, ...options }: SystemOptions = {}) {
  const system = await startSystem({
    regions: REGIONS.slice(1),
    settings: {
      'realtime:profiles:one': JSON.stringify({ targets: REGIONS.slice(0, 1) }),
      'realtime:profiles:two': JSON.stringify({ targets: REGIONS.slice(0, 2) }),
      ...settings,
    },
    async prepare(azure) {
      azure.settings.set('realtime:profiles:three', '{}');
      azure.settings.set('realtime:targets', targetsOf(azure));
      await prepare?.(azure);
    },
    ...options,
  });
  return { system, ...benchOf(system) };
}

function benchOf(system: System) {
  const { azure } = system;
  const accounts = [{ url: azure.urls.openai, calls: azure.calls }, ...azure.elsewhere];
  const switchesOf = (region: Region) =>
    region === REGIONS[0]
      ? azure.switches
      : (azure.elsewhere.find((one) => one.region === region)?.switches ?? azure.switches);

  /** No call needs media. */
  function quieten(): void {
    for (const region of REGIONS) switchesOf(region).set('calls.media', 'off');
  }
  quieten();

  let callers = 0;
  async function ask(way: Way, profile: string): Promise<Answer> {
    callers += 1;
    const bearer = await system.bearer({ sub: `caller-${callers}` });
    if (way === 'mint') {
      const headers = { ...bearer, 'Content-Type': 'application/json' };
      return system.mint({ headers, body: JSON.stringify({ profile }) });
    }
    const headers = { ...bearer, 'Content-Type': 'application/sdp' };
    const path = `/api/realtime/calls?profile=${profile}`;
    return system.request(path, { method: 'POST', headers, body: anOffer() });
  }

  return {
    ask,
    switchesOf,
    /** Of the account that gave the answer what it was asked for. */
    servedBy({ status, json, headers }: Answer): Region | undefined {
      const id = headers.get('location')?.split('/').at(-1);
      const index = accounts.findIndex(({ url, calls }) =>
        status === 200 ? String(json['url']).startsWith(`${url}/`) : calls.list().some((call) => call.id === id),
      );
      return REGIONS[index];
    },
    /** How often each was asked since the last `clear`. */
    asked(): Readonly<Record<Region, number>> {
      const hosts = accounts.map(({ url }) => new URL(url).host);
      const requests = [...azure.requests.list('openai'), ...azure.requests.list('elsewhere')];
      const count = (index: number) => requests.filter(({ headers }) => headers['host'] === hosts[index]).length;
      return { swedencentral: count(0), eastus2: count(1), francecentral: count(2) };
    },
    /** All well, and every wait forgotten: a minute is the longest. */
    async recover(): Promise<void> {
      azure.switches.reset();
      quieten();
      await system.advance(61_000);
      azure.requests.clear();
    },
    async lineOf(way: Way, { headers }: Answer) {
      const requestId = headers.get('x-request-id');
      const lines = await system.logged(way);
      await system.until(async () => (await system.logged(way)).some((line) => line['requestId'] === requestId));
      return (await system.logged(way)).find((line) => line['requestId'] === requestId) ?? lines[0];
    },
  };
}
