/** What a browser's error says. A DOMException is not an Error everywhere, so only its members count. */
import { redactText } from './redact-value.ts';

export function nameOf(cause: unknown): string {
  return memberOf(cause, 'name');
}

export function messageOf(cause: unknown): string {
  return redactText(memberOf(cause, 'message') || String(cause));
}

function memberOf(cause: unknown, name: string): string {
  const value: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, name) : undefined;
  return typeof value === 'string' ? value : '';
}
