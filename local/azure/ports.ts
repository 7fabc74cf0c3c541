/** The ports of both commands: one after the other from a base, or any free ones. */
import type { AzureOptions } from './emulated-azure.ts';

const IN_ORDER = [
  'identity',
  'issuer',
  'appConfiguration',
  'openai',
  'control',
  'storage',
  'ingestion',
  'arm',
] as const;
export const PORT_COUNT = IN_ORDER.length;

/** `base` 0 takes free ones. */
export function portsFrom(base: number): NonNullable<AzureOptions['ports']> {
  return Object.fromEntries(IN_ORDER.map((name, index) => [name, base === 0 ? 0 : base + index]));
}
