/** Callers and their relayed calls, through the bundle that ships: what each request is, and what Azure has of it. */
import { API_CLIENT_ID, API_ROLE, API_SCOPE, OPERATOR_ROLE } from '../../local/azure/foundation/directory.ts';
import type { CallerClaimOverrides } from '../../local/azure/issuer/caller-token.ts';
import { anOffer } from '../support/sdp.ts';
import { type Answer, type System, type SystemOptions, startSystem } from './system.ts';

export const HANG_UP_ROLE = 'Realtime.HangUp';
export const MINUTE_MS = 60_000;
/** Older settings are fetched before a request is answered. */
const OLD_MS = 6 * MINUTE_MS;
const PATH = '/api/realtime/calls';

export type Person = CallerClaimOverrides;

export interface Relayed extends Answer {
  readonly id: string;
}

export type CallBench = Awaited<ReturnType<typeof startCallBench>>;

/** A rule of `realtime:callers` for the emulated issuer. */
export function aRule(system: Pick<System, 'azure'>, members: Readonly<Record<string, unknown>> = {}): object {
  return {
    issuer: system.azure.urls.issuer,
    audiences: [API_CLIENT_ID],
    scope: API_SCOPE,
    role: API_ROLE,
    operatorRole: OPERATOR_ROLE,
    hangUpRole: HANG_UP_ROLE,
    ...members,
  };
}

/** With storage, without a quota of units, and with calls whose media costs nothing. */
export async function startCallBench({ settings = {}, prepare, ...options }: SystemOptions = {}) {
  const system = await startSystem({
    storage: true,
    settings: { 'realtime:quota': '{}', ...settings },
    async prepare(azure) {
      azure.switches.set('calls.media', 'off');
      azure.settings.set('realtime:callers', JSON.stringify([aRule({ azure })]));
      await prepare?.(azure);
    },
    ...options,
  });
  const { azure } = system;

  /** Everyone is new, so that a test needs no other's calls. */
  let people = 0;
  function aPerson(claims: Person = {}): Person {
    people += 1;
    return { sub: `person-${people}`, ...claims };
  }
  async function send(
    person: Person,
    method: string,
    path: string,
    body?: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const type = body === undefined ? {} : { 'Content-Type': 'application/sdp' };
    const headers = { ...(await system.bearer(person)), ...type, ...more };
    return system.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
  }
  async function relay(person: Person, query = ''): Promise<Relayed> {
    const answer = await send(person, 'POST', PATH + query, anOffer());
    return { ...answer, id: answer.headers.get('location')?.split('/').at(-1) ?? '' };
  }
  async function list(person: Person): Promise<readonly Readonly<Record<string, unknown>>[]> {
    let answer = await send(person, 'GET', PATH);
    // Who waits for something asks more often than ten times a second.
    await system.until(async () => {
      if (answer.status === 429) answer = await send(person, 'GET', PATH);
      return answer.status !== 429;
    });
    expect(answer).toMatchObject({ status: 200, json: { object: 'list' } });
    return answer.json['data'] as readonly Readonly<Record<string, unknown>>[];
  }
  return {
    system,
    azure,
    aPerson,
    send,
    relay,
    list,
    idsOf: async (person: Person) => (await list(person)).map(({ id }) => id),
    hangUp: (person: Person, id: string) => send(person, 'POST', `${PATH}/${id}/hangup`),
    endAll: (person: Person, query = '') => send(person, 'DELETE', PATH + query),
    isLive: (id: string) => azure.calls.list().some((call) => call.id === id),
    /** By which kind of credential it was hung up. */
    endedBy: (id: string) => azure.calls.ended().find((call) => call.id === id)?.by,
    async set(key: string, value: string) {
      azure.settings.set(`realtime:${key}`, value);
      await system.advance(OLD_MS);
    },
    /** For the next test: all calls gone from Azure and, an hour later, from the tables. */
    reset() {
      azure.switches.reset();
      azure.switches.set('calls.media', 'off');
    },
  };
}
