/** From a symptom to the entry that explains it: the first of the catalogue that matches, specific ones first. */
import { ACCESS_ENTRIES } from './access-entries.ts';
import { CALL_END_ENTRIES } from './call-end-entries.ts';
import type {
  BrowserEntry,
  BrowserState,
  CatalogueEntry,
  EventEntry,
  EventSymptom,
  UpstreamEntry,
  UpstreamPattern,
  UpstreamSymptom,
} from './catalogue-entry.ts';
import { CONNECTION_ENTRIES } from './connection-entries.ts';
import { DEPLOYMENT_ENTRIES } from './deployment-entries.ts';
import { DEVICE_ENTRIES } from './device-entries.ts';
import { EVENT_ENTRIES } from './event-entries.ts';
import { FALLBACK_ENTRIES } from './fallback-entries.ts';
import { LIFETIME_NOT_HONOURED } from './lifetime-entry.ts';
import { LIVE_ENTRIES, LIVE_EVENT_ENTRIES } from './live-entries.ts';
import { MODEL_NOT_DEPLOYABLE } from './model-entry.ts';
import { NETWORK_ENTRIES } from './network-entries.ts';
import { CREDENTIAL_OF_CALL_ENTRIES, OFFER_ENTRIES } from './offer-entries.ts';
import { REQUEST_ENTRIES } from './request-entries.ts';
import { SERVICE_ENTRIES } from './service-entries.ts';

/** What is known by its words stands before what is known by its status alone. */
export const UPSTREAM_ENTRIES: readonly UpstreamEntry[] = [
  ...LIVE_ENTRIES,
  ...DEPLOYMENT_ENTRIES,
  ...CREDENTIAL_OF_CALL_ENTRIES,
  ...ACCESS_ENTRIES,
  ...REQUEST_ENTRIES,
  ...NETWORK_ENTRIES,
  ...OFFER_ENTRIES,
  ...FALLBACK_ENTRIES,
  ...SERVICE_ENTRIES,
];

export const BROWSER_ENTRIES: readonly BrowserEntry[] = [...DEVICE_ENTRIES, ...CONNECTION_ENTRIES, ...CALL_END_ENTRIES];

export const CATALOGUE: readonly CatalogueEntry[] = [
  ...UPSTREAM_ENTRIES,
  LIFETIME_NOT_HONOURED,
  MODEL_NOT_DEPLOYABLE,
  ...EVENT_ENTRIES,
  ...LIVE_EVENT_ENTRIES,
  ...BROWSER_ENTRIES,
];

/** What Azure OpenAI answered over HTTP. Every kind of symptom has an entry without further conditions, which a test holds. */
export function recognise(symptom: UpstreamSymptom): UpstreamEntry {
  return (
    UPSTREAM_ENTRIES.find(({ patterns }) => patterns.some((pattern) => matches(pattern, symptom))) ??
    fail(`a symptom of the kind ${symptom.kind}`)
  );
}

/** What an event says; `undefined` for one that reports no trouble. */
export function recogniseEvent(event: EventSymptom): EventEntry | undefined {
  return [...EVENT_ENTRIES, ...LIVE_EVENT_ENTRIES].find(({ patterns }) =>
    patterns.some((pattern) => pattern.type === event.type && matchesText(pattern, event)),
  );
}

/** What a page sees. */
export function recogniseState(state: BrowserState): BrowserEntry {
  return BROWSER_ENTRIES.find(({ states }) => states.includes(state)) ?? fail(`the state ${state}`);
}

function matches(pattern: UpstreamPattern, symptom: UpstreamSymptom): boolean {
  const { kind, operation = 'client_secrets', status } = symptom;
  return (
    pattern.kind === kind &&
    (pattern.operation === undefined || pattern.operation === operation) &&
    (pattern.status === undefined || (status !== undefined && pattern.status.includes(status))) &&
    (pattern.foreign === undefined || symptom.foreign === true) &&
    matchesText(pattern, symptom)
  );
}

interface Text<T> {
  readonly code?: T;
  readonly message?: T;
}

function matchesText(pattern: Text<RegExp>, { code = '', message = '' }: Text<string>): boolean {
  return (
    (pattern.code === undefined || pattern.code.test(code)) &&
    (pattern.message === undefined || pattern.message.test(message))
  );
}

function fail(what: string): never {
  throw new Error(`The catalogue has no entry for ${what}.`);
}
