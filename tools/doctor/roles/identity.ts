/** A principal whose roles are looked at: the app's managed identity, or whoever the person's own code is. */

export type PrincipalType = 'ServicePrincipal' | 'User';

export interface Identity {
  readonly principalId: string;
  /** Resource id of a user-assigned identity; `undefined` for the site's own, and for everybody else. */
  readonly resourceId: string | undefined;
  readonly principalType: PrincipalType;
}
