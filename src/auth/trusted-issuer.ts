import { CLOUDS, type Cloud } from '../lib/clouds.ts';

/** An issuer that the settings name, and where its keys are. */
export type TrustedIssuer = {
  /** Compared byte for byte with the token's `iss` and with the discovery document's `issuer`. */
  readonly issuer: string;
} & ({ readonly discoveryUrl: string } | { readonly jwksUrl: string });

/** OpenID Connect Discovery 1.0 section 4: the path is appended to the issuer without its trailing slash. */
export function trustIssuer(issuer: string): TrustedIssuer & { readonly discoveryUrl: string } {
  return { issuer, discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration` };
}

/** The same for the same keys: one issuer may have several sets, as Entra has one for an app with keys of its own. */
export function keySourceOf(trusted: TrustedIssuer): string {
  return `${trusted.issuer} ${'jwksUrl' in trusted ? trusted.jwksUrl : trusted.discoveryUrl}`;
}

/**
 * Entra signs a tenant's tokens under two issuers, by the version of the access token that the API's registration asks
 * for. Both have metadata on the sign-in host, and the one of version 1 names an issuer on another host, the
 * same for both clouds.
 */
export function issuersOfTenant(
  tenant: string,
  cloud: Cloud = CLOUDS.public,
): readonly (TrustedIssuer & { readonly discoveryUrl: string })[] {
  const signIn = `${cloud.signIn}/${tenant}`;
  return [
    trustIssuer(`${signIn}/v2.0`),
    { issuer: `https://sts.windows.net/${tenant}/`, discoveryUrl: `${signIn}/.well-known/openid-configuration` },
  ];
}
