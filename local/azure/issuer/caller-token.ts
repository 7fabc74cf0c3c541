/** Tokens of callers, in the shape that the issuer has. Any claim and header member can be bent. */
import type { SigningKey } from '../foundation/signing-key.ts';
import { ENTRA } from './entra-shapes.ts';
import type { Claims } from './issuer-shape.ts';

/** Any value, also of a wrong type; `undefined` removes the claim. */
export type CallerClaimOverrides = Claims;

const LIFETIME_SECONDS = 3_600;

export function createCallerToken(
  key: SigningKey,
  issuer: string,
  claims: CallerClaimOverrides = {},
  header: Readonly<Record<string, unknown>> = {},
  good: Claims = ENTRA.person,
): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now, exp: now + LIFETIME_SECONDS };
  return key.sign({ iss: issuer, ...good, ...times, ...claims }, header);
}
