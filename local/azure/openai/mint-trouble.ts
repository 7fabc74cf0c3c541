/** Answers that are not a mint's: nothing of the request is looked at. A redirect leads to a place that would work. */
import { type Answer, answer, json, type Reply } from '../../kit/reply.ts';
import { createTrouble, isTrouble, TROUBLES } from './trouble.ts';

export const MINT_TROUBLES = [...TROUBLES, 'half-body', 'empty-body', 'not-json'] as const;
export type MintTrouble = (typeof MINT_TROUBLES)[number];

export function isMintTrouble(value: string): value is MintTrouble {
  return MINT_TROUBLES.some((trouble) => trouble === value);
}

/** @param redirectOrigin another origin of the same machine. */
export function createTroubledReply(trouble: MintTrouble, redirectOrigin: string): Reply {
  if (isTrouble(trouble)) return createTrouble(trouble, redirectOrigin);
  switch (trouble) {
    case 'half-body':
      return { kind: 'cut', answer: createSecretElsewhere() };
    case 'empty-body':
      return answer(200, '', { 'content-type': 'application/json' });
    case 'not-json':
      return { ...json(200, null), body: 'ek_ but not JSON' };
  }
}

/** Looks like a mint's answer, so that a client that takes it shows it. */
export function createSecretElsewhere(): Answer {
  const expiresAt = Math.floor(Date.now() / 1000) + 60;
  return json(200, { value: `ek_elsewhere${'0'.repeat(32)}`, expires_at: expiresAt, session: { type: 'realtime' } });
}
