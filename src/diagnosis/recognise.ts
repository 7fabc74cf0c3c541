/** From a symptom to the entry that explains it: the first of the catalogue that matches, specific ones first. */
import { ACCESS_ENTRIES } from './access-entries.ts';
import { CALL_ENTRIES } from './call-entries.ts';
import type { Pattern, Symptom, UpstreamEntry } from './catalogue-entry.ts';
import { DEPLOYMENT_ENTRIES } from './deployment-entries.ts';
import { REQUEST_ENTRIES } from './request-entries.ts';
import { SERVICE_ENTRIES } from './service-entries.ts';

export const CATALOGUE: readonly UpstreamEntry[] = [
  ...DEPLOYMENT_ENTRIES,
  ...CALL_ENTRIES,
  ...ACCESS_ENTRIES,
  ...REQUEST_ENTRIES,
  ...SERVICE_ENTRIES,
];

/** Every kind of symptom has an entry without further conditions, which a test holds; so there always is one. */
export function recognise(symptom: Symptom): UpstreamEntry {
  const entry = CATALOGUE.find(({ patterns }) => patterns.some((pattern) => matches(pattern, symptom)));
  if (!entry) throw new Error(`The catalogue has no entry for a symptom of the kind ${symptom.kind}.`);
  return entry;
}

function matches(
  pattern: Pattern,
  { kind, operation = 'client_secrets', status, code = '', message = '' }: Symptom,
): boolean {
  return (
    pattern.kind === kind &&
    (pattern.operation === undefined || pattern.operation === operation) &&
    (pattern.status === undefined || (status !== undefined && pattern.status.includes(status))) &&
    (pattern.code === undefined || pattern.code.test(code)) &&
    (pattern.message === undefined || pattern.message.test(message))
  );
}
