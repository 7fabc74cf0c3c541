/** How one vendor writes tokens, and the rule that admits them: what a shape of the emulated issuer is made of. */

/** Any value, also of a wrong type; `undefined` removes the claim. */
export type Claims = Readonly<Record<string, unknown>>;

export interface IssuerShape {
  /** Value of the switch `issuer.shape`. */
  readonly name: string;
  /** For people, in docs/emulator.md. */
  readonly about: string;
  /** `iss` of its tokens, byte for byte as the vendor writes it; `origin` is `https://localhost:<port>`. */
  issuer(origin: string): string;
  /** Of the discovery document; absent where the vendor has a key set and nothing else. */
  readonly discoveryPath?: string;
  readonly jwksPath: string;
  /** Sent with either, and signed for by a key of its own. */
  readonly query?: string;
  /** Where the rule has to say where the metadata is, because the issuer is the vendor’s own address. */
  readonly isElsewhere: boolean;
  /** Of a good token of a person, beside `iss`, `iat`, `nbf` and `exp`. */
  readonly person: Claims;
  /** What is different in a good token that an app has got for itself; absent where the vendor has none. */
  readonly app?: Claims;
  /** What takes the permission away from a person’s token; absent where each token is enough. */
  readonly without?: Claims;
  /** The rest of the entry of realtime:callers. */
  readonly rule: Claims & { readonly audiences: readonly string[] };
}

/** The entry of realtime:callers, whole. */
export function ruleOf(
  { issuer, discoveryPath, jwksPath, query = '', isElsewhere, rule }: IssuerShape,
  origin: string,
) {
  const where =
    discoveryPath === undefined
      ? { jwks: origin + jwksPath + query }
      : { ...(isElsewhere && { discovery: origin + discoveryPath + query }) };
  return { issuer: issuer(origin), ...where, ...rule };
}
