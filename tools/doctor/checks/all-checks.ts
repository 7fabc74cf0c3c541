/** Every check of a deployment, in the order of the ids: a cause before its consequences. */
import type { Check } from '../check.ts';
import { CHECK_IDS, type CheckId } from '../check-ids.ts';
import type { Facts } from '../facts/facts.ts';
import { APP_CHECKS } from './app.ts';
import { PREFLIGHT_CHECKS } from './azure-preflight.ts';
import { CALLER_MINT_CHECKS } from './caller-mint.ts';
import { REGISTRATION_CHECKS } from './caller-registration.ts';
import { CALLER_CHECKS } from './callers.ts';
import { CALL_CHECKS } from './calls.ts';
import { DEPLOYMENT_CHECKS } from './deployment.ts';
import { DEPLOYMENT_TERM_CHECKS } from './deployment-terms.ts';
import { ENDPOINT_CHECKS } from './endpoint.ts';
import { HANG_UP_CHECKS } from './hang-up.ts';
import { LIVE_DEPLOYMENT_CHECKS } from './live-deployments.ts';
import { createMintChecks } from './mint.ts';
import { PROFILE_DEPLOYMENT_CHECKS } from './profile-deployments.ts';
import { QUOTA_CHECKS } from './quota.ts';
import { RESOURCE_CHECKS } from './resource.ts';
import { ACCOUNT_ROLE_CHECKS, APP_ROLE_CHECKS } from './roles.ts';
import { SETTINGS_CHECKS } from './settings.ts';

const OF_TARGET: readonly Check<Facts>[] = [
  ...ENDPOINT_CHECKS,
  ...RESOURCE_CHECKS,
  ...QUOTA_CHECKS,
  ...DEPLOYMENT_CHECKS,
  ...DEPLOYMENT_TERM_CHECKS,
  ...PROFILE_DEPLOYMENT_CHECKS,
  ...LIVE_DEPLOYMENT_CHECKS,
  ...ACCOUNT_ROLE_CHECKS,
  ...PREFLIGHT_CHECKS,
  ...HANG_UP_CHECKS,
];
const OF_APP: readonly Check<Facts>[] = [
  ...SETTINGS_CHECKS,
  ...APP_ROLE_CHECKS,
  ...CALL_CHECKS,
  ...APP_CHECKS,
  ...CALLER_CHECKS,
  ...REGISTRATION_CHECKS,
  ...CALLER_MINT_CHECKS,
];

const MINT_CHECKS = createMintChecks([...OF_APP, ...OF_TARGET]);
const IDS_OF_TARGET: ReadonlySet<CheckId> = new Set([...OF_TARGET, ...MINT_CHECKS].map(({ id }) => id));

/** It looks at one resource, deployment or mint, and so at each where there are several. */
export function isOfTarget(id: CheckId): boolean {
  return IDS_OF_TARGET.has(id);
}

export const DEPLOYMENT_DOCTOR: readonly Check<Facts>[] = [...OF_APP, ...OF_TARGET, ...MINT_CHECKS].toSorted(
  (one, other) => CHECK_IDS.indexOf(one.id) - CHECK_IDS.indexOf(other.id),
);
