import { err, type Result } from '../lib/result.ts';

/** Every way in which a caller is not let in, and nothing else. */
export type AuthError =
  | { readonly reason: 'token_missing' }
  /** `callerHash` where the token is good and only too old: whose it is can then be told. */
  | { readonly reason: 'token_invalid'; readonly flaw: TokenFlaw; readonly hint?: string; readonly callerHash?: string }
  /** `subject` is the pseudonym that realtime:revoked has, which may be one of an earlier version. */
  | { readonly reason: 'caller_revoked'; readonly callerHash: string; readonly subject: string }
  | {
      readonly reason: 'insufficient_scope';
      readonly kind: TokenKind;
      /** What would have been enough: for people, and for apps. */
      readonly scope: string | undefined;
      readonly role: string | undefined;
      /** The role is for people as well. */
      readonly isRoleForPeople: boolean;
      /** What the token has, for the log. */
      readonly scopes: readonly string[];
      readonly roles: readonly string[];
    }
  /** `callerHash` is the app’s: it speaks for its end users, and has not said for whom it asks. */
  | { readonly reason: 'end_user_required'; readonly header: string; readonly callerHash: string }
  /** A header that says for whom a request is, of a caller who may not say it, or from a page. */
  | {
      readonly reason: 'end_user_refused';
      readonly header: string;
      readonly isFromPage: boolean;
      readonly callerHash: string;
    }
  | { readonly reason: 'issuer_unavailable'; readonly cause: string };

/** A token that acts for a person has scopes, an app's own has none; an ID token is neither. */
export type TokenKind = 'person' | 'app-only' | 'neither';

export type TokenFlaw =
  | 'malformed'
  | 'issuer'
  | 'signature'
  | 'algorithm'
  | 'expired'
  | 'not_yet_valid'
  | 'audience'
  | 'tenant'
  | 'claims'
  | 'revoked';

export function flawed(flaw: TokenFlaw, hint?: string): Result<never, AuthError> {
  return err({ reason: 'token_invalid', flaw, ...(hint === undefined ? {} : { hint }) });
}
