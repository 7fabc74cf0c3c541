/** The setting that says whose tokens count: without it nobody is served. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { NOT_A_PERMISSION_NAME, PERMISSION_NAME } from '../lib/azure-values.ts';
import type { Cloud } from '../lib/clouds.ts';
import { jsonText, type Setting } from '../lib/setting.ts';
import { type ClaimPath, claimPath } from './claim-path.ts';
import { GUID, PERSONAL_ACCOUNTS } from './entra.ts';
import { type OnBehalf, onBehalfSchema } from './on-behalf.ts';
import { issuersOfTenant, type TrustedIssuer, trustIssuer } from './trusted-issuer.ts';

/**
 * Tokens of these issuers, for one of these audiences, with this scope (delegated) or this role (app-only). `L` is what
 * it says of the end users of apps.
 */
export interface CallerRule<L = object> {
  readonly issuers: readonly TrustedIssuer[];
  readonly tenant: string | undefined;
  readonly audiences: readonly string[];
  readonly scope: string | undefined;
  readonly role: string | undefined;
  /** Where the issuer writes each, where that is not as Entra does. */
  readonly audienceClaim: ClaimPath | undefined;
  readonly scopeClaim: ClaimPath | undefined;
  readonly rolesClaim: ClaimPath | undefined;
  /** Each token of these issuers and audiences is enough, an ID token too. */
  readonly anyToken: boolean;
  /** Role of a caller who may see how the service is doing. */
  readonly operatorRole: string | undefined;
  /** Role of a caller who may end the calls of others; absent: nobody may. */
  readonly hangUpRole: string | undefined;
  /** Whether those two roles are about the callers of every rule, and not only of this one. */
  readonly operatesAll: boolean;
  /** Of apps that speak for their end users; absent: none does. */
  readonly onBehalf: OnBehalf<L> | undefined;
  /** The same for the same issuers and audiences: the rows of calls hold it. */
  readonly id: string;
}

const API_GUID = /^api:\/\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** Issuers that speak for every tenant of Entra, or for everybody's own account; who may call would be decided by nobody. */
const MULTI_TENANT = new RegExp(`/(?:common|organizations|consumers|\\{tenantid\\}|${PERSONAL_ACCOUNTS})(?:/|$)`, 'i');

/** Everybody can have an account there, and a service account of anybody’s gets a token for whatever audience it asks for. */
const OPEN_TO_ALL = /^(?:https:\/\/)?accounts\.google\.com\/?$/i;

const address = z
  .string()
  .check(
    z.refine(
      (text: string) => isHttps(text) && !/[@#]/.test(text),
      'must be an https URL without a user or a fragment',
    ),
  );

const permission = z.string().check(z.regex(PERMISSION_NAME, NOT_A_PERMISSION_NAME));

const callerRule = z.strictObject({
  tenant: z.optional(
    z.string().check(
      z.regex(GUID, 'must be one tenant’s id; list several tenants as several entries'),
      z.refine(
        (text: string) => text.toLowerCase() !== PERSONAL_ACCOUNTS,
        'is the tenant of all personal Microsoft accounts, which anybody can have: name the tenants instead',
      ),
    ),
  ),
  issuer: z.optional(
    z.string().check(
      z.minLength(1, 'must not be empty'),
      z.refine((text: string) => !MULTI_TENANT.test(text), 'speaks for every tenant: list the tenants instead'),
    ),
  ),
  discovery: z.optional(address),
  jwks: z.optional(address),
  audiences: z.array(z.string().check(z.minLength(1, 'must not be empty'))).check(z.minLength(1, 'must not be empty')),
  scope: z.optional(permission),
  role: z.optional(permission),
  audienceClaim: z.optional(claimPath),
  scopeClaim: z.optional(claimPath),
  rolesClaim: z.optional(claimPath),
  anyToken: z.optional(z.literal(true)),
  operatorRole: z.optional(permission),
  hangUpRole: z.optional(permission),
  operates: z.optional(z.literal('all')),
});

type RuleText<L = object> = z.infer<typeof callerRule> & { readonly onBehalf?: OnBehalf<L> | undefined };

/** @param limits the schemas of what a rule says of each end user of an app. */
export function callerSettings<L>(limits: { readonly [K in keyof L]: z.ZodMiniType<L[K]> }) {
  return {
    callers: {
      meaning:
        'JSON array; each entry has `tenant` (an Entra tenant’s id, of the endpoint’s cloud) or `issuer` (an OpenID Connect issuer), `audiences`, and `scope` for people, `role` for apps, or both. `discovery` or `jwks`, `audienceClaim`, `scopeClaim`, `rolesClaim` and `anyToken` are for [other issuers](callers.md). A caller with the `operatorRole` sees the details of `/api/readyz` and the calls that callers of this entry have on the line; a caller with the `hangUpRole` may end these calls. With `"operates": "all"` both cover the calls of every entry. `onBehalf` is for [apps that speak for their users](callers.md#an-app-that-speaks-for-its-users).',
      writtenBy: 'bicep',
      format: 'json',
      limits: true,
      schema: z.pipe(
        jsonText(callerRules(onBehalfSchema(limits))),
        z.transform((rules) => rules.map(toCallerRule)),
      ),
    } satisfies Setting<readonly CallerRule<L>[]>,
  } as const;
}

function toCallerRule<L>(rule: RuleText<L>): CallerRule<L> {
  const audiences = rule.audiences.flatMap(audienceForms);
  return {
    issuers: rule.tenant === undefined ? [toIssuer(rule)] : issuersOfTenant(rule.tenant.toLowerCase()),
    tenant: rule.tenant?.toLowerCase(),
    audiences,
    scope: rule.scope,
    role: rule.role,
    audienceClaim: rule.audienceClaim?.join() === 'aud' ? undefined : rule.audienceClaim,
    scopeClaim: rule.scopeClaim,
    rolesClaim: rule.rolesClaim,
    anyToken: rule.anyToken ?? false,
    operatorRole: rule.operatorRole,
    hangUpRole: rule.hangUpRole,
    operatesAll: rule.operates === 'all',
    onBehalf: rule.onBehalf,
    id: idOf(rule.tenant?.toLowerCase() ?? rule.issuer ?? '', audiences),
  };
}

function toIssuer({ issuer = '', discovery, jwks }: RuleText): TrustedIssuer {
  if (jwks !== undefined) return { issuer, jwksUrl: jwks };
  return discovery === undefined ? trustIssuer(issuer) : { issuer, discoveryUrl: discovery };
}

function idOf(whose: string, audiences: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([whose, audiences.toSorted()]))
    .digest('hex')
    .slice(0, 16);
}

/** A tenant is of one cloud, and signs in there: the one that the app itself is in. */
export function inCloud<R extends CallerRule>(rules: readonly R[], cloud: Cloud): R[] {
  return rules.map((rule) =>
    rule.tenant === undefined ? rule : { ...rule, issuers: issuersOfTenant(rule.tenant, cloud) },
  );
}

/** RFC 7519 section 4.1.1: an issuer may be any text, and is an address where its metadata is looked for. */
function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

function callerRules<L>(onBehalf: z.ZodMiniType<OnBehalf<L>>) {
  const rule = z.extend(callerRule, { onBehalf: z.optional(onBehalf) }) as unknown as z.ZodMiniType<RuleText<L>>;
  return z.array(rule).check(
    z.minLength(1, 'must name at least one issuer or tenant: nobody is served until then'),
    z.check(({ value, issues }) => {
      value.forEach((each, index) => {
        const complain = (message: string, ...member: readonly string[]) =>
          issues.push({ code: 'custom', message, input: each, path: [index, ...member] });
        for (const [message, member = []] of faultsOf(each)) complain(message, ...[member].flat());
      });
    }),
  );
}

/** What one member of a rule says of another: the message, and the member that it is about. */
function faultsOf(rule: RuleText): readonly (readonly [message: string, member?: string])[] {
  const { tenant, issuer, discovery, jwks, scope, role, anyToken } = rule;
  const isAsked = scope !== undefined || role !== undefined;
  const isOfTenant = tenant !== undefined;
  const faults: readonly (readonly [is: boolean, message: string, member?: string])[] = [
    [isOfTenant === (issuer !== undefined), 'needs either tenant or issuer'],
    [issuer !== undefined && jwks === undefined && !isHttps(issuer), 'must be an https URL', 'issuer'],
    [discovery !== undefined && jwks !== undefined, 'needs either discovery or jwks'],
    [
      isOfTenant && (discovery ?? jwks ?? rule.audienceClaim) !== undefined,
      'goes without discovery, jwks and audienceClaim',
      'tenant',
    ],
    [!isAsked && !anyToken, 'needs a scope, a role or both'],
    [isAsked && anyToken === true, 'goes with neither scope nor role', 'anyToken'],
    [anyToken === true && OPEN_TO_ALL.test(issuer ?? ''), 'admits every Google account: ask for a role', 'anyToken'],
    // So a client asks for it; Entra's token has what stands behind the last slash.
    [isOfTenant && scope?.startsWith('api://') === true, NOT_A_PERMISSION_NAME, 'scope'],
    [isOfTenant && role === undefined && rule.onBehalf !== undefined, 'needs a role, which admits apps', 'onBehalf'],
  ];
  return faults.flatMap(([is, ...fault]) => (is ? [fault] : []));
}

/** A token of version 2 has the application's GUID as audience, one of version 1 the api:// form of the same. */
function audienceForms(audience: string): readonly string[] {
  if (GUID.test(audience)) return [audience, `api://${audience}`];
  const guid = API_GUID.exec(audience)?.[1];
  return guid === undefined ? [audience] : [audience, guid];
}
