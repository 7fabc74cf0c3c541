/**
 * Who may do something on the data plane: a principal with a role of that right on the account, with a token for an
 * audience that is switched on; or whoever has the account's key, where the account takes keys.
 */

import type { IncomingHttpHeaders } from 'node:http';
import { PROPAGATION_MS } from '../../../tools/azure-facts/propagation.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { readToken, toBearerToken } from '../identity/access-token.ts';
import type { Account } from '../subscription/account.ts';
import type { Subscription } from '../subscription/subscription.ts';
import type { AccountSwitches } from './account-switches.ts';
import { HANG_UP, MINT_ERRORS, type MintError, type Operation, permissionDenied } from './mint-errors.ts';

export interface AuthorizeOptions {
  readonly identityKey: SigningKey;
  /** The account's key. */
  readonly apiKey: string;
  readonly switches: AccountSwitches;
  readonly subscription: Subscription;
}

/** The two that are documented, without a trailing slash. */
const COGNITIVE_SERVICES = 'https://cognitiveservices.azure.com';
const AI = 'https://ai.azure.com';
/** Which action the mint checks is not verified; this is the one that its definition describes. */
const REALTIME_ACTION = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action';

/** What a role must allow, and which operation a refusal names. */
export interface Right {
  readonly action: string;
  readonly refused?: Operation;
}

/** Of the mint, and of whatever else comes with it. */
export const MINT_RIGHT: Right = { action: REALTIME_ACTION };
/** *Cognitive Services OpenAI User* lacks it, *Cognitive Services User* has it. */
export const HANG_UP_RIGHT: Right = { action: HANG_UP.action, refused: HANG_UP };

/** The error to answer with, or `undefined`: come in. */
export async function authorize(
  headers: IncomingHttpHeaders,
  account: Account | undefined,
  options: AuthorizeOptions,
  right = MINT_RIGHT,
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
  return isAllowed(read.objectId, right, account, options) ? undefined : permissionDenied(read.objectId, right.refused);
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

function isAllowed(
  principalId: string,
  { action }: Right,
  account: Account | undefined,
  { subscription, switches }: AuthorizeOptions,
): boolean {
  const propagates = switches.take('account.propagation') === 'five-minutes';
  const question = { principalId, kind: 'dataActions', action, scope: account?.id ?? '/' } as const;
  return subscription.roles.allow(question, propagates ? Date.now() - PROPAGATION_MS : undefined);
}
