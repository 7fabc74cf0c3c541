/** realtime:callers as it is read: its rules, or what is wrong with them. */
import { validate } from '../../../src/lib/validation.ts';
import { BASE_SETTINGS } from '../../../src/settings/keys.ts';
import { API, TENANT } from '../../support/stored-settings.ts';

/** One good entry; `undefined` takes a member away. */
export function aRule(overrides: Readonly<Record<string, unknown>> = {}) {
  return { tenant: TENANT, audiences: [API], scope: 'access_as_user', ...overrides };
}

export function read(...rules: readonly unknown[]) {
  return readText(JSON.stringify(rules));
}

export function readText(text: string) {
  const validated = validate(BASE_SETTINGS.callers.schema, text);
  return validated.ok
    ? { rules: validated.value, problems: [] }
    : { rules: undefined, problems: validated.error.map(({ pointer, message }) => `${pointer} ${message}`) };
}
