/** An emulated Azure that is up sooner, since its keys and its certificate are those of every test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAzure } from '../../local/azure/azure.ts';
import type { AzureOptions, EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type CertificatePair, generatePair } from '../../local/azure/foundation/certificate.ts';
import { keyPairs } from './key-pairs.ts';
import { isMade, madeOnce } from './made-once.ts';

export function startTestAzure(options: AzureOptions = {}): Promise<EmulatedAzure> {
  return startAzure({ keyPair: keyPairs(), certificatePair, ...options });
}

/** Made once a month for all tests: to make one is most of a start. */
async function certificatePair(): Promise<CertificatePair> {
  // It expires a year after that.
  const name = `certificate-${new Date().toISOString().slice(0, 7)}`;
  const made = isMade(name) ? undefined : await generatePair();
  const folder = madeOnce(name, (scratch) => {
    for (const [part, pem] of Object.entries(made ?? {})) writeFileSync(join(scratch, part), pem, { mode: 0o600 });
  });
  return { key: readFileSync(join(folder, 'key'), 'utf8'), cert: readFileSync(join(folder, 'cert'), 'utf8') };
}
