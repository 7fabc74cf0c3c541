/** The keys that sign callers' tokens: the issuer's, and the one of an app that has its own. */
import { createSigningKey, type KeyPair, type SigningKey } from '../foundation/signing-key.ts';

export interface IssuerKeys {
  shared(): SigningKey;
  own(): SigningKey;
  /** From now on the key set holds new ones and not the old. */
  rotate(): void;
}

export function createIssuerKeys(keyPair?: () => KeyPair): IssuerKeys {
  const make = () => ({ shared: createSigningKey(keyPair), own: createSigningKey(keyPair) });
  let current = make();
  return {
    shared: () => current.shared,
    own: () => current.own,
    rotate() {
      current = make();
    },
  };
}
