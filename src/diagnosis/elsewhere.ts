/**
 * Whether another resource may do what this one did not, by the entry that its answer was recognised as. What is the
 * resource's own goes on: its quota, its region, its deployment, its role, the way to it. What is the request's does
 * not: every resource would say the same, and no filter is walked around by way of another region.
 */
import type { UpstreamEntry } from './catalogue-entry.ts';

type Helps = 'elsewhere' | 'nowhere';

export const HELP: Readonly<Record<string, Helps>> = {
  'model-retired': 'elsewhere',
  'deployment-not-realtime': 'elsewhere',
  'deployment-not-found': 'elsewhere',
  'deployment-not-live': 'elsewhere',
  'live-sessions-exhausted': 'elsewhere',

  'secret-required': 'elsewhere',
  'secret-refused': 'elsewhere',

  'tenant-mismatch': 'elsewhere',
  'role-missing': 'elsewhere',
  'token-audience': 'elsewhere',
  'resource-mismatch': 'elsewhere',
  'keys-disabled': 'elsewhere',
  'resource-suspended': 'elsewhere',
  'access-refused': 'elsewhere',

  'page-network-refused': 'elsewhere',
  'public-access-disabled': 'elsewhere',
  firewall: 'elsewhere',
  'answered-by-another': 'elsewhere',
  'gateway-failed': 'elsewhere',
  'path-not-found': 'elsewhere',

  'insufficient-quota': 'elsewhere',
  'azure-at-capacity': 'elsewhere',
  'deployment-rate-limit': 'elsewhere',
  'azure-failed': 'elsewhere',
  'azure-slow': 'elsewhere',
  'azure-timed-out': 'elsewhere',
  'azure-unreachable': 'elsewhere',
  'azure-interrupted': 'elsewhere',
  'answer-invalid': 'elsewhere',
  'answer-not-sdp': 'elsewhere',

  'session-shape': 'nowhere',
  'content-filtered': 'nowhere',
  'offer-refused': 'nowhere',
  'request-refused': 'nowhere',
};

export function helpsElsewhere({ id }: Pick<UpstreamEntry, 'id'>): boolean {
  return HELP[id] === 'elsewhere';
}
