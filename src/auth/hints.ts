/** What an operator reads in the log beside a refusal. Of the token's text nothing: names of ours, and the settings'. */
import type { errors, JWTPayload } from 'jose';
import { CLOUDS } from '../lib/clouds.ts';
import type { CallerRule } from './settings.ts';

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

/** Who the token is for, where that is an API that many clients ask tokens for. */
export function audienceHint(audiences: readonly unknown[]): string | undefined {
  // Nothing of an unverified token has the type that it should have.
  const texts = audiences.filter((aud): aud is string => typeof aud === 'string');
  const [name] = texts.flatMap((aud) => WELL_KNOWN.get(aud.toLowerCase().replace(/\/$/, '')) ?? []);
  return name === undefined
    ? undefined
    : `The token is for ${name}: the client has to ask for a scope of this API, such as api://<application id>/<scope>.`;
}

export function issuerHint(claims: JWTPayload, rules: readonly CallerRule[]): string | undefined {
  return versionHint(claims, rules) ?? spellingHint(claims, rules);
}

/** A registration that asks for no version gets tokens of version 1, whose issuer has another host. */
function versionHint({ iss, ver }: JWTPayload, rules: readonly CallerRule[]): string | undefined {
  const tenant = typeof iss === 'string' ? /^https:\/\/sts\.windows\.net\/([^/]+)\/$/.exec(iss)?.[1] : undefined;
  const version2 = Object.values(CLOUDS).map(({ signIn }) => `${signIn}/${tenant}/v2.0`);
  return ver === '1.0' && issuersOf(rules).some((issuer) => version2.includes(issuer))
    ? 'The token is of version 1 and realtime:callers names the issuer of version 2: set requestedAccessTokenVersion to 2 in the API’s registration, or name the tenant instead of the issuer.'
    : undefined;
}

/** An issuer is compared byte for byte (OpenID Connect Core section 3.1.3.7); Auth0's, for one, ends with a slash. */
function spellingHint({ iss }: JWTPayload, rules: readonly CallerRule[]): string | undefined {
  if (typeof iss !== 'string') return undefined;
  const named = issuersOf(rules).find((issuer) => bare(issuer).toLowerCase() === bare(iss).toLowerCase());
  if (named === undefined) return undefined;
  const differences = [
    ...(bare(named) === bare(iss) ? [] : ['in capital and small letters']),
    ...(slashes(iss) === slashes(named)
      ? []
      : [`by the slash at the end, which the token’s ${slashes(iss) > slashes(named) ? 'has' : 'lacks'}`]),
  ];
  return `realtime:callers names ${named}, and the token’s issuer differs ${differences.join(' and ')}: write it as the issuer’s discovery document has it.`;
}

function bare(issuer: string): string {
  return issuer.slice(0, issuer.length - slashes(issuer));
}

/** At the end. No pattern: one that looks for a run before the end takes the square of what a stranger has sent. */
function slashes(issuer: string): number {
  let count = 0;
  while (issuer.at(-1 - count) === '/') count += 1;
  return count;
}

function issuersOf(rules: readonly CallerRule[]): readonly string[] {
  return rules.flatMap(({ issuers }) => issuers.map(({ issuer }) => issuer));
}

/** Some issuers, Cognito for one, put the client where the audience is looked for. */
const IN_PLACE_OF_AUDIENCE = ['client_id', 'azp', 'appid'];

export function claimHint({ claim, reason, payload }: errors.JWTClaimValidationFailed): string {
  if (reason !== 'missing') return `The claim ${claim} has no value that it may have.`;
  const there = claim === 'aud' ? IN_PLACE_OF_AUDIENCE.filter((name) => payload[name] !== undefined) : [];
  const instead = there.length === 0 ? '' : ` It has ${there.join(' and ')}, which says who asked and not for whom.`;
  return `The token has no ${claim}.${instead}`;
}
