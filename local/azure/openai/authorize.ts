/**
 * Who may mint: a principal with the data role on the account, with a token for an audience that is switched on; or
 * whoever has the account's key, where the account takes keys.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { readToken, toBearerToken } from '../identity/access-token.ts';
import type { SigningKey } from '../signing-key.ts';
import { type Account, PROPAGATION_MS } from '../subscription/account.ts';
import type { Subscription } from '../subscription/subscription.ts';
import type { Switches } from '../switches.ts';
import { MINT_ERRORS, type MintError, permissionDenied } from './mint-errors.ts';

export interface AuthorizeOptions {
  readonly identityKey: SigningKey;
  /** The account's key. */
  readonly apiKey: string;
  readonly switches: Switches;
  readonly subscription: Subscription;
}

/** The two that are documented, without a trailing slash. */
const COGNITIVE_SERVICES = 'https://cognitiveservices.azure.com';
const AI = 'https://ai.azure.com';
/** Which action the mint checks is not verified; this is the one that its definition describes. */
const REALTIME_ACTION = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action';

/** The error to answer with, or `undefined`: come in. */
export async function authorize(
  headers: IncomingHttpHeaders,
  account: Account | undefined,
  options: AuthorizeOptions,
): Promise<MintError | undefined> {
  const blocked = refuseNetwork(account);
  if (blocked) return blocked;
  const key = headers['api-key'];
  if (typeof key === 'string') return refuseKey(key, account, options);
  const token = toBearerToken(headers.authorization);
  const read = token === undefined ? undefined : await readToken(options.identityKey, token);
  const accepted = options.switches.take('mint.audiences');
  if (read?.audience === AI && accepted === 'ai-masks-deployment') return MINT_ERRORS['opperation-not-supported'];
  const isAccepted =
    (read?.audience === COGNITIVE_SERVICES && accepted !== 'ai') ||
    (read?.audience === AI && accepted !== 'cognitiveservices');
  if (!read || !isAccepted) return MINT_ERRORS['token-refused'];
  return mayMint(read.objectId, account, options) ? undefined : permissionDenied(read.objectId);
}

function refuseNetwork(account: Account | undefined): MintError | undefined {
  if (account?.publicNetworkAccess === 'Disabled') return MINT_ERRORS['public-access-disabled'];
  return account?.networkAcls.defaultAction === 'Deny' ? MINT_ERRORS.firewall : undefined;
}

function refuseKey(
  key: string,
  account: Account | undefined,
  { apiKey }: Pick<AuthorizeOptions, 'apiKey'>,
): MintError | undefined {
  if (account?.disableLocalAuth !== false) return MINT_ERRORS['keys-disabled'];
  return key === apiKey ? undefined : MINT_ERRORS['key-refused'];
}

function mayMint(
  principalId: string,
  account: Account | undefined,
  { subscription, switches }: AuthorizeOptions,
): boolean {
  const propagates = switches.take('account.propagation') === 'five-minutes';
  const question = { principalId, kind: 'dataActions', action: REALTIME_ACTION, scope: account?.id ?? '/' } as const;
  return subscription.roles.allow(question, propagates ? Date.now() - PROPAGATION_MS : undefined);
}
