/** Who may mint: a token of the emulated identity for an audience that is switched on, or the account's key. */
import type { IncomingHttpHeaders } from 'node:http';
import { readAudience, toBearerToken } from '../identity/access-token.ts';
import type { SigningKey } from '../signing-key.ts';
import type { Switches } from '../switches.ts';
import type { MintErrorName } from './mint-errors.ts';

export interface AuthorizeOptions {
  readonly identityKey: SigningKey;
  /** The account's key. */
  readonly apiKey: string;
  readonly switches: Switches;
}

/** The two that are documented, without a trailing slash. */
const COGNITIVE_SERVICES = 'https://cognitiveservices.azure.com';
const AI = 'https://ai.azure.com';

/** The error to answer with, or `undefined`: come in. */
export async function authorize(
  headers: IncomingHttpHeaders,
  options: AuthorizeOptions,
): Promise<MintErrorName | undefined> {
  const { identityKey, apiKey, switches } = options;
  const key = headers['api-key'];
  if (typeof key === 'string') {
    if (switches.take('mint.localAuth') === 'off') return 'keys-disabled';
    return key === apiKey ? undefined : 'key-refused';
  }
  const token = toBearerToken(headers.authorization);
  const audience = token === undefined ? undefined : await readAudience(identityKey, token);
  const accepted = switches.take('mint.audiences');
  if (audience === AI && accepted === 'ai-masks-deployment') return 'opperation-not-supported';
  const isAccepted =
    (audience === COGNITIVE_SERVICES && accepted !== 'ai') || (audience === AI && accepted !== 'cognitiveservices');
  return isAccepted ? undefined : 'token-refused';
}
