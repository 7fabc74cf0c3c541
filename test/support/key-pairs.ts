/** Keys of emulated services, made once for all tests: to find the primes of one takes a twentieth of a second. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from '../../local/azure/foundation/signing-key.ts';
import { madeOnce } from './made-once.ts';

/** More than one test uses. */
const COUNT = 16;

/** @param first where to begin: whoever is to have other keys than an emulated Azure begins behind them. */
export function keyPairs(first = 0): () => KeyPair {
  let next = first;
  return () => {
    const folder = madeOnce('key-pairs', writeAll);
    const privateKey = createPrivateKey(readFileSync(fileOf(folder, next % COUNT)));
    next += 1;
    return { privateKey, publicKey: createPublicKey(privateKey) };
  };
}

function writeAll(folder: string): void {
  for (let index = 0; index < COUNT; index += 1) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(fileOf(folder, index), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
}

function fileOf(folder: string, index: number): string {
  return join(folder, `${index}.pem`);
}
