/** What the service itself says went wrong, in an event of the data channel. */
import type { EventSymptom } from '../../src/diagnosis/catalogue-entry.ts';
import { redact } from '../../src/lib/redact.ts';

/** An answer that the person interrupted is cancelled, which is no trouble. */
export function toEventSymptom(event: { readonly type: string; readonly [member: string]: unknown }): EventSymptom {
  const { status, status_details: details } = toObject(event['response']);
  const { error: failure, reason } = toObject(details);
  const { code, type: kind, message } = toObject(event['error'] ?? failure);
  const cut = status === 'incomplete' ? toText(reason) : '';
  return {
    type: event.type,
    ...member('code', toText(code ?? kind) || cut),
    ...member('message', toText(message)),
  };
}

/** It may quote a credential. */
function member<Name extends 'code' | 'message'>(name: Name, text: string): { readonly [name in Name]?: string } {
  return (text === '' ? {} : { [name]: redact(text) }) as { readonly [name in Name]?: string };
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
