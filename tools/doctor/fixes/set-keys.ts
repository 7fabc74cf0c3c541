/** The commands that write settings, and what realtime:endpoint should be. */
import type { Account } from '@azure/arm-cognitiveservices';
import { parseEndpoint } from '../../../src/realtime/endpoint.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { setKey } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { isPart, setMember } from '../targets/member.ts';

/** Keys are without prefix. What a target says itself is written there. */
export function setKeys(
  { storeName, member }: Pick<Facts, 'storeName' | 'member'>,
  values: Readonly<Record<string, string>>,
): string[] {
  if (!storeName) return [];
  const entries = Object.entries(values);
  const own = member ? entries.filter(([key]) => isPart(key)) : [];
  const others = entries.filter((entry) => !own.includes(entry));
  return [
    ...(member && own.length > 0 ? [setMember(storeName, member, Object.fromEntries(own))] : []),
    ...others.map(([key, value]) => setKey(storeName, KEY_PREFIX + key, value)),
  ];
}

/** What realtime:endpoint should be for this account, in the form that realtime is documented for. */
export function endpointOf(account: Account | undefined): string | undefined {
  const parsed = parseEndpoint(account?.properties?.endpoint ?? '');
  return parsed.ok ? parsed.value.origin : undefined;
}
