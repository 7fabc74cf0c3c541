/** What the log tells an operator beside a refusal: our words and the settings', and nothing of the token's text. */
import type { errors, JWTPayload } from 'jose';
import { CLOUDS } from '../lib/clouds.ts';
import { entraTenantOf } from './entra.ts';
import type { CallerRule } from './settings.ts';
import { differenceOf } from './spelling.ts';
import { issuersOfTenant } from './trusted-issuer.ts';

/** Audiences of tokens that people bring by mistake, as both versions of Entra's tokens have them. */
const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
  ['00000003-0000-0000-c000-000000000000', 'Microsoft Graph'],
  ['https://graph.microsoft.com', 'Microsoft Graph'],
  ['https://graph.microsoft.us', 'Microsoft Graph'],
  ['https://dod-graph.microsoft.us', 'Microsoft Graph'],
  ['https://microsoftgraph.chinacloudapi.cn', 'Microsoft Graph'],
  ['00000002-0000-0000-c000-000000000000', 'Azure AD Graph'],
  ['https://graph.windows.net', 'Azure AD Graph'],
  ['797f4846-ba00-4fd7-ba43-dac1f8f63013', 'Azure Resource Manager'],
  ['https://management.azure.com', 'Azure Resource Manager'],
  ['https://management.core.windows.net', 'Azure Resource Manager'],
  ['https://cognitiveservices.azure.com', 'Azure OpenAI itself'],
  ['https://cognitiveservices.azure.us', 'Azure OpenAI itself'],
  ['https://ai.azure.com', 'Azure OpenAI itself'],
]);

/** Entra's tokens have one and OpenID Connect's mostly two. Whoever writes thousands pays for no look at each of them. */
const MAX_AUDIENCES = 8;

/** Who the token is for, where that is an API that many clients ask tokens for, or nearly one that is named here. */
export function audienceHint(audiences: readonly unknown[], named: readonly string[]): string | undefined {
  // Nothing of an unverified token has the type that it should have.
  const texts = audiences.slice(0, MAX_AUDIENCES).filter((aud): aud is string => typeof aud === 'string');
  const [api] = texts.flatMap((aud) => WELL_KNOWN.get(aud.toLowerCase().replace(/\/$/, '')) ?? []);
  if (api !== undefined) {
    return `The token is for ${api}: the client has to ask for a scope of this API, such as api://<application id>/<scope>.`;
  }
  const [spelling] = texts.flatMap((aud) => spellingOf(named, aud) ?? []);
  return spelling && `realtime:callers names the audience ${spelling}: write it as the token has it.`;
}

export function issuerHint({ iss }: JWTPayload, rules: readonly CallerRule[]): string | undefined {
  if (typeof iss !== 'string') return undefined;
  const named = rules.flatMap(({ issuers }) => issuers.map(({ issuer }) => issuer));
  const spelling = spellingOf(named, iss);
  return (
    versionHint(named, iss) ??
    (spelling && `realtime:callers names the issuer ${spelling}: write it as the issuer’s discovery document has it.`)
  );
}

/** A registration that asks for no version gets tokens of version 1, whose issuer has another host. */
function versionHint(named: readonly string[], iss: string): string | undefined {
  const tenant = entraTenantOf(iss);
  if (tenant === undefined) return undefined;
  for (const cloud of Object.values(CLOUDS)) {
    const [version2, version1] = issuersOfTenant(tenant, cloud).map(({ issuer }) => issuer);
    const [sent, wanted, other] = iss === version1 ? [1, 2, version2] : [2, 1, version1];
    if ((iss === version1 || iss === version2) && named.some((issuer) => issuer === other)) {
      return `The token is of version ${sent} and realtime:callers names the issuer of version ${wanted}: set requestedAccessTokenVersion to ${wanted} in the API’s registration, or name the tenant instead of the issuer.`;
    }
  }
  return undefined;
}

/** The name that the token has in another spelling, and how that differs. */
function spellingOf(named: readonly string[], sent: string): string | undefined {
  const [spelling] = named.flatMap((name) => {
    const difference = differenceOf(name, sent);
    return difference === undefined ? [] : `${name}, and the token’s differs ${difference}`;
  });
  return spelling;
}

/** Some issuers, Cognito for one, put the client where the audience is looked for. */
const IN_PLACE_OF_AUDIENCE = ['client_id', 'azp', 'appid'];

export function claimHint({ claim, reason, payload }: errors.JWTClaimValidationFailed): string {
  return reason === 'missing' ? missingHint(claim, payload) : `The claim ${claim} has no value that it may have.`;
}

export function missingHint(claim: string, claims: JWTPayload): string {
  const there = claim === 'aud' ? IN_PLACE_OF_AUDIENCE.filter((name) => claims[name] !== undefined) : [];
  const instead =
    there.length === 0
      ? ''
      : ` It has ${there.join(' and ')}, which says who asked and not for whom: a rule takes one as audienceClaim.`;
  return `The token has no ${claim}.${instead}`;
}
