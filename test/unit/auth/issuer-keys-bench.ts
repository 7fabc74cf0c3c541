/** One issuer with one key, and the keys as the app holds them. */
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { createIssuerKeys } from '../../../src/auth/issuer-keys.ts';
import { trustIssuer } from '../../../src/auth/trusted-issuer.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { anIdentityProvider, aToken, type SigningKey } from '../../support/identity-provider.ts';
import { aLog } from '../../support/recording-log.ts';

export const ISSUER = 'https://issuer.example.com/realm';
export const JWKS_URI = `${ISSUER}/.well-known/keys`;
export const trusted = trustIssuer(ISSUER);

export function aBench(key: SigningKey) {
  const provider = anIdentityProvider();
  provider.publish(ISSUER, trusted.discoveryUrl, [key]);
  const clock = aClock();
  const { find: keys, warmUp } = createIssuerKeys({ trusted, send: provider.send, now: clock.now, log: aLog() });
  return { provider, clock, keys, warmUp };
}

/** 'verified', or the name of what was thrown. */
export async function outcomeOf(keys: JWTVerifyGetKey, signer: SigningKey): Promise<string> {
  return verified(keys, await aToken(signer, NOON_MS));
}

export async function verified(keys: JWTVerifyGetKey, token: string): Promise<string> {
  try {
    await jwtVerify(token, keys, { currentDate: new Date(NOON_MS) });
    return 'verified';
  } catch (cause) {
    return cause instanceof errors.JOSEError ? cause.code : `${cause}`;
  }
}
