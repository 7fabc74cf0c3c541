/**
 * The certificate of the services that speak TLS: made at start, for loopback names only, never a certificate
 * authority, so that trusting it (`NODE_EXTRA_CA_CERTS`) trusts nothing else. The key stays in memory.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly pem: string;
  /** The file that NODE_EXTRA_CA_CERTS names; it holds the certificate without the key. */
  readonly path: string;
  /** The folder of that file, which goes with it; nobody else may read it. */
  readonly folder: string;
  readonly tls: { readonly key: string; readonly cert: string };
  remove(): Promise<void>;
}

export async function createCertificate(): Promise<Certificate> {
  // A name of its own: whoever trusts several would otherwise be shown one of them for another.
  const made = await generate([{ name: 'commonName', value: `emulated Azure ${randomUUID()}` }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'emulated-azure-'));
  const path = join(folder, 'certificate.pem');
  await writeFile(path, made.cert, { mode: 0o600 });
  return {
    pem: made.cert,
    path,
    folder,
    tls: { key: made.private, cert: made.cert },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
