/** What the service itself says went wrong, in an event of the data channel; the call goes on. */
import type { EventSymptom } from '../../../../src/diagnosis/catalogue-entry.ts';
import { recogniseEvent } from '../../../../src/diagnosis/recognise.ts';
import { isJsonObject, type JsonObject, valueAt } from '../../../../src/lib/json.ts';
import type { Failure } from './failure.ts';
import { redactText } from './redact-value.ts';

export function readServiceFailure(parsed: JsonObject): Failure | undefined {
  const type = asText(parsed['type']);
  const details = valueAt(parsed, ['response', 'status_details']);
  const error = parsed['error'] ?? valueAt(details, ['error']);
  const { code, type: kind, message } = isJsonObject(error) ? error : {};
  // An answer that the person interrupted is cancelled, which is no trouble.
  const isCut = valueAt(parsed, ['response', 'status']) === 'incomplete';
  const event: EventSymptom = {
    type,
    ...textMember('code', asText(code ?? kind) || (isCut ? asText(valueAt(details, ['reason'])) : '')),
    ...textMember('message', asText(message)),
  };
  return recogniseEvent(event) ? { kind: 'event', event } : undefined;
}

function textMember<Name extends string>(name: Name, text: string): { readonly [name in Name]?: string } {
  return (text === '' ? {} : { [name]: redactText(text) }) as { readonly [name in Name]?: string };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
