/** The control service of the emulated Azure, as this page's own server offers it. */
import { parseJson } from '../../../../src/lib/json.ts';

export interface SwitchRow {
  readonly name: string;
  readonly initial: string | number;
  readonly current: string | number;
}

export interface ControlClient {
  /** Those that are not as at start. @throws {Error} for a person. */
  changed(): Promise<readonly SwitchRow[]>;
  set(name: string, value: string | number): Promise<void>;
  /** Every switch as at start. */
  mend(): Promise<void>;
  /** Switches, settings and the subscription as at start. */
  startAfresh(): Promise<void>;
  /** Of the emulated App Configuration; `undefined` where there is none. */
  setting(key: string): Promise<string | undefined>;
  /** `undefined` removes it. */
  putSetting(key: string, value: string | undefined): Promise<void>;
  /** What the emulated ingestion received, oldest first. */
  telemetry(): Promise<readonly unknown[]>;
  readonly callerTokenUrl: string;
}

const BASE = '/control';

export function createControlClient(fetch: (url: string, init: RequestInit) => Promise<Response>): ControlClient {
  async function askSetting(method: string, key: string, body?: string): Promise<string | undefined> {
    const init = { method, cache: 'no-store', ...(body !== undefined && { body }) } as const;
    const response = await fetch(`${BASE}/settings/${encodeURIComponent(key)}`, init);
    if (response.ok) return response.text();
    if (response.status === 404) return undefined;
    throw new Error(`The control service answered ${response.status}.`);
  }
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${BASE}${path}`, {
      method,
      cache: 'no-store',
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = parseJson(text);
    if (response.ok) return answer;
    const said = typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : '';
    throw new Error(`The control service answered ${response.status}. ${said}`);
  }
  return {
    async changed() {
      const rows = (await ask('GET', '/switches')) as readonly SwitchRow[];
      return rows.filter(({ initial, current }) => initial !== current);
    },
    async set(name, value) {
      await ask('PUT', `/switches/${encodeURIComponent(name)}`, value);
    },
    async mend() {
      await ask('DELETE', '/switches');
    },
    async startAfresh() {
      await ask('DELETE', '/');
    },
    setting: (key) => askSetting('GET', key),
    async putSetting(key, value) {
      await (value === undefined ? askSetting('DELETE', key) : askSetting('PUT', key, value));
    },
    async telemetry() {
      return (await ask('GET', '/telemetry')) as readonly unknown[];
    },
    callerTokenUrl: `${BASE}/caller-token`,
  };
}
