/** One request as it is sent, and what its maker knows about it. */

export interface GeneratedRequest {
  readonly method: string;
  /** The path with its query, as it stands in the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | undefined;
  /** How the credential was made: a report names it instead of the credential. */
  readonly credential: string;
  /** The one thing that a client secret may be given for. */
  readonly mayMint: boolean;
}

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}
