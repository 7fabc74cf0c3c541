/** An emulated Azure that is up sooner, since its keys and its certificate are those of every test. */
import { startAzure } from '../../local/azure/azure.ts';
import type { AzureOptions, EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { certificatePair } from './certificate-pair.ts';
import { keyPairs } from './key-pairs.ts';

export function startTestAzure(options: AzureOptions = {}): Promise<EmulatedAzure> {
  return startAzure({ keyPair: keyPairs(), certificatePair, ...options });
}
