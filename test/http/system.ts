/**
 * The whole system for a test: the emulated Azure in this process, and the bundle that ships in the function host's.
 * Everything that was answered, logged and told is kept, and `stop` fails the test when a secret is in it, or a problem
 * was answered that the OpenAPI document does not list there.
 */

import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import type { CallerClaimOverrides } from '../../local/azure/issuer/caller-token.ts';
import type { HostLog, RunningHost } from '../../local/host/start-host.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../src/lib/json.ts';
import { REAL_TIMERS } from '../support/real-timers.ts';
import { startTestAzure } from '../support/start-test-azure.ts';
import { startTestHost } from '../support/start-test-host.ts';
import { type StorageProxy, startStorageProxy } from '../support/storage-proxy.ts';
import { undeclaredProblem } from './declared-problems.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, `{}` when it is none: an assertion on a member then fails and says so. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface SystemOptions {
  /** Instead of, or beside, the emulator's default settings. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Table storage, and with it the quotas that are on by default; without it they are off. `proxied`: what the app asks
   * of it goes through `proxy`, and no timer asks for anything.
   */
  readonly storage?: boolean | 'proxied';
  /** Whose pages the control service gives a caller’s token. */
  readonly callerOrigins?: readonly string[];
  /** Lets the emulated issuer’s backend speak for its users. */
  readonly onBehalf?: boolean;
  /** Further regions, each with an Azure OpenAI account: `azure.elsewhere`. */
  readonly regions?: readonly string[];
  /** Gives the app a connection string. */
  readonly telemetry?: boolean;
  /** For tests that run at the same time and so may not touch the one clock of this process: `advance` then throws. */
  readonly realClock?: boolean;
  /** The worker is started without the app and given it afterwards, as Azure does. */
  readonly placeholder?: boolean;
  /** Before the host starts, so that a fault can be there from the beginning. */
  readonly prepare?: (azure: EmulatedAzure) => void | Promise<void>;
}

export interface System {
  readonly azure: EmulatedAzure;
  readonly host: RunningHost;
  /** Before the storage that is `proxied`. */
  readonly proxy: StorageProxy;
  /** Below the host's address; `path` begins with a slash. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  /** POST /api/realtime/client_secrets with a good caller's token, unless `init` has other headers. */
  mint(init?: RequestInit): Promise<Answer>;
  /** POST /api/realtime/calls with the SDP offer of a good caller; `query` begins with its question mark. */
  call(offer: string, query?: string): Promise<Answer>;
  /** The Authorization header of a caller: a good one, or bent as `EmulatedAzure.callerToken` bends it. */
  bearer(claims?: CallerClaimOverrides, header?: Readonly<Record<string, unknown>>): Promise<{ Authorization: string }>;
  /** Asks until the answer has that status; fails after twenty seconds with the last answer. */
  mintUntil(status: number): Promise<Answer>;
  /** The structured lines of that event, once there are `count` of them. */
  logged(event: string, count?: number): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The one structured line of the mint that gave this answer. */
  mintLine(answer: Answer): Promise<Readonly<Record<string, unknown>>>;
  /** Waits until it is so; fails after twenty seconds. */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets time pass for the app and for the emulated Azure. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const MINT_PATH = '/api/realtime/client_secrets';
const CALLS_PATH = '/api/realtime/calls';
/**
 * A token's payload begins as its header does. One `eyJ` alone can stand in a random id by chance: of some ten thousand
 * ids, `sess_eyJ3lyQs8eBgaWkgkAupS` came, and `sess_` before it made it look like a word of its own.
 */
const SECRETS = [/ek_[A-Za-z0-9_-]+/, /eyJ[\w-]+\.eyJ/, /a=ice-pwd/, /a=fingerprint/];

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const {
    settings = {},
    callerOrigins = [],
    onBehalf = false,
    regions = [],
    storage = false,
    telemetry = false,
    realClock = false,
  } = options;
  if (!realClock) jest.useFakeTimers({ doNotFake: [...REAL_TIMERS], now: Date.now() });
  const hasStorage = storage !== false;
  const azure = await startTestAzure({ settings, callerOrigins, onBehalf, regions, storage: hasStorage, telemetry });
  const proxy = storage === 'proxied' ? await startStorageProxy(azure.urls.storage ?? '') : undefined;
  const host = await startHostFor(azure, proxy, options);
  const recordsOf = createRecords(host.logs);
  const answered: string[] = [];
  const undeclared: string[] = [];

  async function request(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(host.url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    const json = parseObject(text);
    // A secret belongs into the member `value` of a mint's answer, a password into Azure's SDP, and nothing anywhere else.
    const isCall = response.headers.get('content-type') === 'application/sdp';
    const elsewhere = isCall ? '' : response.ok ? JSON.stringify({ ...json, value: '', transport: '' }) : text;
    answered.push(elsewhere, JSON.stringify([...response.headers]));
    const answer = { status: response.status, headers: response.headers, text, json };
    const missing = undeclaredProblem(init.method ?? 'GET', path, answer);
    if (missing !== undefined) undeclared.push(missing);
    return answer;
  }

  const bearer: System['bearer'] = async (claims, header) => ({
    Authorization: `Bearer ${await azure.callerToken(claims, header)}`,
  });

  async function mint(init: RequestInit = {}): Promise<Answer> {
    const headers = init.headers ?? (await bearer());
    return request(MINT_PATH, { method: 'POST', ...init, headers });
  }

  async function call(offer: string, query = ''): Promise<Answer> {
    const headers = { ...(await bearer()), 'Content-Type': 'application/sdp' };
    return request(`${CALLS_PATH}${query}`, { method: 'POST', headers, body: offer });
  }

  async function mintUntil(status: number): Promise<Answer> {
    const answer = await eventually(async () => {
      const last = await mint();
      return { done: last.status === status, last };
    });
    expect(answer.last).toMatchObject({ status });
    return answer.last;
  }

  async function logged(event: string, count = 1) {
    const found = await eventually(async () => {
      const records = recordsOf(event);
      return { done: records.length >= count, records };
    });
    expect(found.records.length).toBeGreaterThanOrEqual(count);
    return found.records;
  }

  async function mintLine({ headers }: Answer) {
    const requestId = headers.get('x-request-id');
    const linesOf = () => recordsOf('mint').filter((record) => record['requestId'] === requestId);
    await until(() => linesOf().length > 0);
    const [line = {}, ...more] = linesOf();
    expect(more).toEqual([]);
    return line;
  }

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    const { done } = await eventually(async () => ({ done: await isSo() }));
    expect({ so: done, when: isSo.toString() }).toMatchObject({ so: true });
  }

  return {
    azure,
    host,
    get proxy() {
      if (!proxy) throw new Error('The storage of this system is not proxied.');
      return proxy;
    },
    request,
    mint,
    call,
    bearer,
    mintUntil,
    logged,
    mintLine,
    until,
    async advance(ms) {
      jest.setSystemTime(Date.now() + ms);
      await host.advance(ms);
    },
    async stop() {
      await host.stop();
      await azure.stop();
      await proxy?.close();
      if (!realClock) jest.useRealTimers();
      for (const log of host.logs) expectItsRank(log);
      expect(undeclared).toEqual([]);
      const told = JSON.stringify(azure.envelopes.list());
      for (const secret of SECRETS) {
        for (const text of [host.output(), answered.join('\n'), told]) expect(text).not.toMatch(secret);
      }
    },
  };
}

/** A host that does not start leaves nothing behind that would keep Jest from ending. */
async function startHostFor(
  azure: EmulatedAzure,
  proxy: StorageProxy | undefined,
  { environment, prepare, placeholder }: SystemOptions,
): Promise<RunningHost> {
  const behindProxy = proxy && { CALLS_SWEEP: 'off', AzureWebJobsStorage: proxy.connection };
  try {
    await prepare?.(azure);
    return await startTestHost(azure, { ...behindProxy, ...environment }, placeholder);
  } catch (error) {
    await azure.stop();
    await proxy?.close();
    throw error;
  }
}

/** Looks again every few milliseconds, for as long as an operator's second thought: five seconds. */
async function eventually<T extends { readonly done: boolean }>(look: () => Promise<T>): Promise<T> {
  const until = performance.now() + 20_000;
  let seen = await look();
  while (!seen.done && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen = await look();
  }
  return seen;
}

/** The host ranks stderr by its words: a line of ours has to be ranked as what it says that it is. */
function expectItsRank({ category, level, message }: HostLog): void {
  const said = category === 'stderr' ? parseObject(message)['level'] : undefined;
  if (said !== undefined) expect([level, message]).toEqual([said === 'warn' ? 'warning' : said, message]);
}

/** Of one event, each line parsed once. A log line of ours is JSON with an event; the host's own lines are not. */
function createRecords(logs: readonly HostLog[]): (event: string) => readonly JsonObject[] {
  const records: JsonObject[] = [];
  let read = 0;
  return (event) => {
    const fresh = logs.slice(read);
    read += fresh.length;
    records.push(...fresh.map(({ message }) => parseObject(message)).filter((record) => 'event' in record));
    return records.filter((record) => record['event'] === event);
  };
}

function parseObject(text: string): JsonObject {
  const value = parseJson(text);
  return isJsonObject(value) ? value : {};
}
