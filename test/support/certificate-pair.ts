/** The certificate of emulated services, made once a month for all tests: to make one is most of a start. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CertificatePair, generatePair } from '../../local/azure/foundation/certificate.ts';
import { isMade, madeOnce } from './made-once.ts';

export async function certificatePair(): Promise<CertificatePair> {
  // It expires a year after that.
  const name = `certificate-${new Date().toISOString().slice(0, 7)}`;
  const made = isMade(name) ? undefined : await generatePair();
  const folder = madeOnce(name, (scratch) => {
    for (const [part, pem] of Object.entries(made ?? {})) writeFileSync(join(scratch, part), pem, { mode: 0o600 });
  });
  return { key: readFileSync(join(folder, 'key'), 'utf8'), cert: readFileSync(join(folder, 'cert'), 'utf8') };
}
