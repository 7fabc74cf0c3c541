/** The setting that says whose tokens count: without it nobody is served. */
import * as z from 'zod/mini';
import { NOT_A_PERMISSION_NAME, PERMISSION_NAME } from '../lib/azure-values.ts';
import type { Cloud } from '../lib/clouds.ts';
import { jsonText, type Setting } from '../lib/setting.ts';
import { GUID, PERSONAL_ACCOUNTS } from './entra.ts';
import { issuersOfTenant, type TrustedIssuer, trustIssuer } from './trusted-issuer.ts';

/** Tokens of these issuers, for one of these audiences, with this scope (delegated) or this role (app-only). */
export interface CallerRule {
  readonly issuers: readonly TrustedIssuer[];
  readonly tenant: string | undefined;
  readonly audiences: readonly string[];
  readonly scope: string | undefined;
  readonly role: string | undefined;
  /** Role of a caller who may see how the service is doing. */
  readonly operatorRole: string | undefined;
}

const API_GUID = /^api:\/\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** Issuers that speak for every tenant of Entra, or for everybody's own account; who may call would be decided by nobody. */
const MULTI_TENANT = new RegExp(`/(?:common|organizations|consumers|\\{tenantid\\}|${PERSONAL_ACCOUNTS})(?:/|$)`, 'i');

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
      z.refine((text: string) => URL.canParse(text) && new URL(text).protocol === 'https:', 'must be an https URL'),
      z.refine((text: string) => !MULTI_TENANT.test(text), 'speaks for every tenant: list the tenants instead'),
    ),
  ),
  audiences: z.array(z.string().check(z.minLength(1, 'must not be empty'))).check(z.minLength(1, 'must not be empty')),
  scope: z.optional(permission),
  role: z.optional(permission),
  operatorRole: z.optional(permission),
});

const callerRules = z.array(callerRule).check(
  z.minLength(1, 'must name at least one issuer or tenant: nobody is served until then'),
  z.check(({ value, issues }) => {
    value.forEach((rule, index) => {
      const complain = (message: string, ...member: readonly string[]) =>
        issues.push({ code: 'custom', message, input: rule, path: [index, ...member] });
      if ((rule.tenant === undefined) === (rule.issuer === undefined)) complain('needs either tenant or issuer');
      if (rule.scope === undefined && rule.role === undefined) complain('needs a scope, a role or both');
      // So a client asks for it; Entra's token has what stands behind the last slash.
      if (rule.tenant !== undefined && rule.scope?.startsWith('api://')) complain(NOT_A_PERMISSION_NAME, 'scope');
    });
  }),
);

export const CALLER_SETTINGS = {
  callers: {
    meaning:
      'JSON array; each entry has `tenant` (an Entra tenant’s id, of the endpoint’s cloud) or `issuer` (an OpenID Connect issuer), `audiences`, and `scope` for people, `role` for apps, or both. With `operatorRole` a caller who has that role too sees the particulars of `/api/readyz`.',
    writtenBy: 'bicep',
    format: 'json',
    limits: true,
    schema: z.pipe(
      jsonText(callerRules),
      z.transform((rules) => rules.map(toCallerRule)),
    ),
  } satisfies Setting<readonly CallerRule[]>,
} as const;

function toCallerRule(rule: z.infer<typeof callerRule>): CallerRule {
  return {
    issuers: rule.tenant === undefined ? [trustIssuer(rule.issuer ?? '')] : issuersOfTenant(rule.tenant.toLowerCase()),
    tenant: rule.tenant?.toLowerCase(),
    audiences: rule.audiences.flatMap(audienceForms),
    scope: rule.scope,
    role: rule.role,
    operatorRole: rule.operatorRole,
  };
}

/** A tenant is of one cloud, and signs in there: the one that the app itself is in. */
export function inCloud(rules: readonly CallerRule[], cloud: Cloud): CallerRule[] {
  return rules.map((rule) =>
    rule.tenant === undefined ? rule : { ...rule, issuers: issuersOfTenant(rule.tenant, cloud) },
  );
}

/** A token of version 2 has the application's GUID as audience, one of version 1 the api:// form of the same. */
function audienceForms(audience: string): readonly string[] {
  if (GUID.test(audience)) return [audience, `api://${audience}`];
  const guid = API_GUID.exec(audience)?.[1];
  return guid === undefined ? [audience] : [audience, guid];
}
