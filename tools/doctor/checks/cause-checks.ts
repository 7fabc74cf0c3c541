/** Which checks look for which cause of the catalogue: their trouble explains the mint's refusal, and where none has any the cause is ruled out. */
import type { CheckId } from '../check-ids.ts';

/** By `<entry>/<cause>`. A cause that no check can look for is not here. */
export const CAUSE_CHECKS: Readonly<Record<string, readonly CheckId[]>> = {
  'model-retired/retired': ['deployment.version'],
  'deployment-not-realtime/model-of-another-kind': ['deployment.model'],
  'deployment-not-realtime/model-of-live': ['deployment.model'],
  'deployment-not-realtime/name-of-a-model': ['deployment.exists'],
  'deployment-not-realtime/region-without-realtime': ['resource.region'],
  'deployment-not-realtime/token-audience': ['token.scope'],
  'deployment-not-realtime/too-young': ['deployment.state'],
  'deployment-not-realtime/model-retired': ['deployment.version'],
  'deployment-not-found/name-of-a-model': ['deployment.exists'],
  'deployment-not-found/other-resource': ['deployment.exists', 'resource.found'],
  'deployment-not-found/too-young': ['deployment.state'],
  'deployment-not-found/absent': ['deployment.exists', 'quota.left'],
  'deployment-not-found/transcription-model': ['deployment.transcription'],
  'token-audience/other-audience': ['token.scope'],
  'role-missing/absent': ['roles.account'],
  'role-missing/propagating': ['roles.account'],
  'access-refused/role': ['roles.account'],
  'resource-mismatch/other-resource': ['resource.found'],
  'resource-mismatch/no-subdomain': ['resource.subdomain'],
  'firewall/network-not-allowed': ['resource.network'],
  'public-access-disabled/public-address': ['resource.network'],
  'access-refused/audience': ['token.scope'],
  'access-refused/network': ['resource.network'],
  'path-not-found/no-openai-resource': ['endpoint.form', 'resource.found'],
  'path-not-found/model-retired': ['deployment.version'],
  'path-not-found/deployment-missing': ['deployment.exists'],
  'session-shape/preview-api': ['endpoint.form'],
  'deployment-rate-limit/capacity-too-low': ['deployment.capacity', 'quota.left'],
  'azure-unreachable/no-such-host': ['endpoint.resolves'],
};

/**
 * Causes that the checks may explain and cannot rule out: how many requests are made now is not seen, and a 410 is said
 * of a model that is retired, whatever the list of models says of it.
 */
export const NEVER_RULED_OUT: readonly string[] = ['deployment-rate-limit/capacity-too-low', 'model-retired/retired'];
