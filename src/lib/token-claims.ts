import { isJsonObject, type JsonObject, parseJson } from './json.ts';

/**
 * The payload of a JSON Web Token, not verified: for what explains, never for what decides. Empty for any other text.
 */
export function readClaims(token: string): JsonObject {
  const [, payload = ''] = token.split('.');
  const claims = parseJson(Buffer.from(payload, 'base64url').toString());
  return isJsonObject(claims) ? claims : {};
}
