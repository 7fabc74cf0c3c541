/** The client secrets that the mint has given away, until they expire: what a call may be started with. */
import type { RealtimeSession, TranscriptionSession } from '../session-schema.ts';

export interface MintedSession {
  /** As the mint’s answer told it. */
  readonly id: string;
  readonly model: string;
  readonly request: RealtimeSession | TranscriptionSession;
}

export interface SecretRegister {
  add(value: string, expiresAtEpochSeconds: number, session: MintedSession): void;
  /** `undefined`: expired, or never minted here. */
  redeem(value: string): Redeemed | undefined;
  /** Whether it would be redeemed. */
  isGood(value: string): boolean;
}

export interface Redeemed {
  readonly session: MintedSession;
  /** True once for each secret. */
  readonly isFirstCall: boolean;
  /** Nothing came of it: the next one is the first again. */
  giveBack(): void;
}

/** Of a benchmark that mints without calling; the oldest go first. */
const MAX_SECRETS = 10_000;

export function createSecretRegister(): SecretRegister {
  const secrets = new Map<string, { session: MintedSession; expiresAtMs: number; isUsed: boolean }>();
  return {
    add(value, expiresAtEpochSeconds, session) {
      const [oldest] = secrets.keys();
      if (secrets.size >= MAX_SECRETS && oldest !== undefined) secrets.delete(oldest);
      secrets.set(value, { session, expiresAtMs: expiresAtEpochSeconds * 1_000, isUsed: false });
    },
    redeem(value) {
      const found = secrets.get(value);
      if (!found) return undefined;
      if (found.expiresAtMs <= Date.now()) {
        secrets.delete(value);
        return undefined;
      }
      const isFirstCall = !found.isUsed;
      found.isUsed = true;
      return {
        session: found.session,
        isFirstCall,
        giveBack() {
          if (isFirstCall) found.isUsed = false;
        },
      };
    },
    isGood(value) {
      const expiresAtMs = secrets.get(value)?.expiresAtMs;
      return expiresAtMs !== undefined && expiresAtMs > Date.now();
    },
  };
}
