/** Answers 200 that a careful client must not take as they are: what was minted, with one member bent. */
import type { MintedSecret } from './client-secret.ts';

export const BENT_SECRETS = ['no-value', 'expires-at-ms', 'no-expires-at', 'expires-at-past', 'lifetime-7200'] as const;

const LONG_SECONDS = 7_200;

export function bendSecret(
  how: string,
  secret: MintedSecret,
  nowEpochSeconds: number,
): Readonly<Record<string, unknown>> {
  const { value, expires_at, ...rest } = secret;
  switch (how) {
    case 'no-value':
      return { expires_at, ...rest };
    case 'expires-at-ms':
      return { value, expires_at: expires_at * 1_000, ...rest };
    case 'no-expires-at':
      return { value, ...rest };
    case 'expires-at-past':
      return { value, expires_at: nowEpochSeconds - 60, ...rest };
    // Azure without `expires_after`, whatever was asked: the secret outlives what its holder was told.
    case 'lifetime-7200':
      return { value, expires_at: nowEpochSeconds + LONG_SECONDS, ...rest };
    default:
      return { value, expires_at, ...rest };
  }
}
