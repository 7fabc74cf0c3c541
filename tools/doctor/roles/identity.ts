/** A managed identity, whose roles are looked at. */

export interface Identity {
  readonly principalId: string;
  /** Resource id of a user-assigned one; `undefined` for the site's own. */
  readonly resourceId: string | undefined;
}
