/**
 * Instances of the bundle that ships, over one Azurite and one emulated Azure, each with something between itself and
 * its storage: so that one can be held or killed at any arrow, and another has to mend it. Clocks only move by `advance`.
 */
import type { AzureOptions, EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import type { RunningHost } from '../../../local/host/start-host.ts';
import { type CallerCalls, settle } from '../../../src/quota/caller-calls.ts';
import { REAL_TIMERS } from '../../support/real-timers.ts';
import { anOffer } from '../../support/sdp.ts';
import { startTestAzure } from '../../support/start-test-azure.ts';
import { startTestHost } from '../../support/start-test-host.ts';
import { type StorageProxy, startStorageProxy } from '../../support/storage-proxy.ts';
import { type Books, readBooks } from '../storm/books.ts';

const MINUTE_MS = 60_000;
/** The longest that a call of these benches lasts, and the sweep that follows it. */
export const PAST_END_MS = 11 * MINUTE_MS;
/** A slot of a call that never began. */
export const RESERVED_MS = 45_000;
/** Older settings are fetched before a request is answered. */
export const OLD_MS = 6 * MINUTE_MS;

export interface Instance {
  readonly host: RunningHost;
  readonly storage: StorageProxy;
  /** By SIGKILL. */
  kill(): Promise<void>;
}

export interface Answer {
  /** 0: the connection broke. */
  readonly status: number;
  readonly code: unknown;
  /** Of the call, where it is one. */
  readonly id: string;
}

export interface FaultBench {
  readonly azure: EmulatedAzure;
  /** `aheadMs`: how much faster its clock is. `prepare` is asked before it starts. */
  start(options?: { readonly aheadMs?: number; readonly prepare?: (storage: StorageProxy) => void }): Promise<Instance>;
  /** Everyone is new: the name of a subject. */
  aPerson(): string;
  /** The page is gone when the signal aborts. */
  relay(at: Instance, person: string, query?: string, signal?: AbortSignal): Promise<Answer>;
  hangUp(at: Instance, person: string, id: string): Promise<Answer>;
  /** For all instances, and for Azure; or for some instances only, as if the others’ timers did not run. */
  advance(ms: number, only?: readonly Instance[]): Promise<void>;
  /** For Azure alone, when the instances have gone ahead of it. */
  advanceAzure(ms: number): void;
  books(): Promise<Books>;
  /** Looks at the books until it is so. */
  until(isSo: (books: Books) => boolean, what: string): Promise<Books>;
  /** The same, while minutes pass: a run of a timer’s that met a fault goes on for a while, and no other begins meanwhile. */
  inTime(isSo: (books: Books) => boolean | Promise<boolean>, what: string): Promise<Books>;
  isLive(id: string): boolean;
  endedBy(id: string): string | undefined;
  /** Of that call, at Azure. */
  hangUps(id: string): readonly { readonly status: number }[];
  /** How often Azure was asked whether it is on the line. */
  looks(id: string): number;
  stop(): Promise<void>;
}

/** Long on any machine. */
const LIMIT_MS = 45_000;
const LOOKS_A_MINUTE = 10;

/** Calls of ten minutes, one of a person at a time, and minutes that nobody comes near: what was spent stands in the rows. */
export async function startFaultBench(
  settings: Readonly<Record<string, string>> = {},
  options: Pick<AzureOptions, 'regions'> = {},
): Promise<FaultBench> {
  jest.useFakeTimers({ doNotFake: [...REAL_TIMERS], now: Date.now() });
  const azure = await startTestAzure({
    ...options,
    storage: true,
    settings: {
      'realtime:calls': '{"maxMinutes":10,"perCaller":1,"perDeployment":50}',
      'realtime:quota': '{"speech":{"minutes":10000,"windowSeconds":86400}}',
      ...settings,
    },
  });
  azure.switches.set('calls.media', 'off');
  // No call is seen alive, so that one that is over at its end is charged its whole grant, whoever is told so first.
  azure.switches.set('calls.sideband', 'hidden');
  const instances = new Set<Instance>();
  const proxies: StorageProxy[] = [];
  let aheadMs = 0;
  let people = 0;

  const tick = () => jest.setSystemTime(performance.timeOrigin + performance.now() + aheadMs);

  async function send(at: Instance, person: string, path: string, init: RequestInit): Promise<Answer> {
    tick();
    const headers = {
      Authorization: `Bearer ${await azure.callerToken({ sub: person, oid: undefined })}`,
      'Content-Type': 'application/sdp',
    };
    try {
      const response = await fetch(`${at.host.url}/api/realtime/calls${path}`, { method: 'POST', headers, ...init });
      const code = /"code":"(\w+)"/.exec(await response.text())?.[1];
      return { status: response.status, code, id: response.headers.get('location')?.split('/').at(-1) ?? '' };
    } catch {
      return { status: 0, code: undefined, id: '' };
    }
  }

  async function advance(ms: number, only?: readonly Instance[]): Promise<void> {
    if (only === undefined) aheadMs += ms;
    tick();
    await Promise.all([...(only ?? instances)].map(({ host }) => host.advance(ms)));
  }

  async function look(
    isSo: Parameters<FaultBench['inTime']>[0],
    what: string,
    between: (looks: number) => Promise<void>,
  ) {
    const end = performance.now() + LIMIT_MS;
    for (let looks = 1; ; looks += 1) {
      const books = await readBooks(azure);
      if (await isSo(books)) return books;
      const { live, places, callers } = books;
      const left = JSON.stringify({ live, places, callers: [...callers] });
      if (performance.now() > end) throw new Error(`It is still not so: ${what}. ${left}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await between(looks);
    }
  }

  return {
    azure,
    async start({ aheadMs: faster = 0, prepare } = {}) {
      const storage = await startStorageProxy(azure.urls.storage ?? '');
      proxies.push(storage);
      prepare?.(storage);
      const host = await startTestHost(azure, { AzureWebJobsStorage: storage.connection });
      await host.advance(aheadMs + faster);
      const instance: Instance = {
        host,
        storage,
        async kill() {
          instances.delete(instance);
          process.kill(host.pid, 'SIGKILL');
          await host.exited;
        },
      };
      instances.add(instance);
      return instance;
    },
    aPerson() {
      people += 1;
      return `person-${people}`;
    },
    relay: (at, person, query = '', signal) => send(at, person, query, { body: anOffer(), ...(signal && { signal }) }),
    hangUp: (at, person, id) => send(at, person, `/${id}/hangup`, {}),
    advance,
    advanceAzure(ms) {
      aheadMs += ms;
      tick();
    },
    books: () => readBooks(azure),
    until: (isSo, what) => look(isSo, what, async () => undefined),
    inTime: (isSo, what) =>
      look(isSo, what, async (looks) => {
        if (looks % LOOKS_A_MINUTE === 0) await advance(MINUTE_MS);
      }),
    isLive: (id) => azure.calls.list().some((call) => call.id === id),
    endedBy: (id) => azure.calls.ended().find((call) => call.id === id)?.by,
    hangUps: (id) => azure.requests.list('openai').filter(({ path }) => path.endsWith(`/${id}/hangup`)),
    looks: (id) => azure.requests.count('openai', ({ query }) => query.endsWith(`call_id=${id}`)),
    async stop() {
      for (const storage of proxies) storage.answers(undefined);
      await Promise.all([...instances].map(({ host }) => host.stop()));
      await Promise.all(proxies.map((storage) => storage.close()));
      await azure.stop();
      jest.useRealTimers();
    },
  };
}

/** Of the one caller who was not there before; what has lapsed is what the next reader of the row makes of it. */
export function newAccount(before: Books, after: Books): CallerCalls | undefined {
  const [account, ...others] = [...after.callers].filter(([hash]) => !before.callers.has(hash));
  expect(others).toEqual([]);
  return account?.[1] && settle(account[1], Date.now());
}

/** Of the caller whose call it was. */
export function accountOf({ ended, callers }: Books, id: string): CallerCalls | undefined {
  const account = callers.get(ended.find(({ callId }) => callId === id)?.caller ?? '');
  return account && settle(account, Date.now());
}

/** Nothing is on the line, and nothing is kept for anybody: neither a row, nor a slot that has not lapsed. */
export function isOver({ live, callers }: Books): boolean {
  const isKept = (calls: CallerCalls | undefined) => !calls || settle(calls, Date.now()).slots.length > 0;
  return live.length === 0 && ![...callers.values()].some(isKept);
}

/** At its time: gone at Azure, with a record that says so, and charged once. */
export async function expectEndedOnce(bench: FaultBench, id: string, seconds = 600): Promise<void> {
  const after = await bench.inTime(isOver, 'nothing is left');
  expect(bench.isLive(id)).toBe(false);
  expect(accountOf(after, id)?.spent).toEqual([{ endedAt: expect.any(Number), seconds }]);
  expect(after.ended.filter(({ callId }) => callId === id)).toMatchObject([{ end: { reason: 'due', seconds } }]);
}
