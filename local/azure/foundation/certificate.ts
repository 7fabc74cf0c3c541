/**
 * The certificate of the services that speak TLS: made at start, for loopback names only, never a certificate
 * authority, so that trusting it (`NODE_EXTRA_CA_CERTS`) trusts nothing else. The key stays in memory.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly pem: string;
  /** The file that NODE_EXTRA_CA_CERTS names; it holds the certificate without the key. */
  readonly path: string;
  /** The folder of that file, which goes with it; nobody else may read it. */
  readonly folder: string;
  readonly tls: CertificatePair;
  remove(): Promise<void>;
}

/** Both as PEM. */
export interface CertificatePair {
  readonly key: string;
  readonly cert: string;
}

export async function createCertificate(
  make: () => CertificatePair | Promise<CertificatePair> = generatePair,
): Promise<Certificate> {
  const { key, cert } = await make();
  const folder = await mkdtemp(join(tmpdir(), 'emulated-azure-'));
  const path = join(folder, 'certificate.pem');
  await writeFile(path, cert, { mode: 0o600 });
  return { pem: cert, path, folder, tls: { key, cert }, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function generatePair(): Promise<CertificatePair> {
  // Loaded where one is made: its ASN.1 costs more than the rest of a start.
  const { generate } = await import('selfsigned');
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
  return { key: made.private, cert: made.cert };
}
