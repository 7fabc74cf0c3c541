/** The settings of the upstream. */
import * as z from 'zod/mini';
import { MAX_SECRET_SECONDS, MIN_SECRET_SECONDS } from '../lib/azure-values.ts';
import { CLOUDS, type TokenScope } from '../lib/clouds.ts';
import type { Setting } from '../lib/setting.ts';
import type { RealtimeEndpoint } from './endpoint.ts';
import { type TargetEntries, targetsSchema } from './target-entries.ts';
import { deploymentSchema, endpointSchema, resourceIdSchema, tokenScopeSchema } from './target-schemas.ts';

const seconds = z.pipe(
  z.string().check(z.regex(/^\d{1,6}$/, 'must be a whole number of seconds')),
  z.pipe(
    z.transform(Number),
    z
      .int()
      .check(
        z.gte(MIN_SECRET_SECONDS, `must be at least ${MIN_SECRET_SECONDS}`),
        z.lte(MAX_SECRET_SECONDS, `must be at most ${MAX_SECRET_SECONDS}`),
      ),
  ),
);

export const REALTIME_SETTINGS = {
  endpoint: {
    meaning:
      'The Azure OpenAI resource, `https://<resource>.openai.azure.com`. The app normalises other forms of its host and a pasted path, and refuses any other host. `https://<resource>.openai.azure.us` is one of Azure Government.',
    writtenBy: 'bicep',
    limits: true,
    schema: endpointSchema,
  } satisfies Setting<RealtimeEndpoint>,
  deployment: {
    meaning: 'Name of the deployment, not of the model; sent as `session.model`.',
    writtenBy: 'bicep',
    limits: true,
    schema: deploymentSchema,
  } satisfies Setting<string>,
  resourceId: {
    meaning: 'ARM id of the Azure OpenAI account. The app does not read it, the doctor does.',
    writtenBy: 'bicep',
    schema: resourceIdSchema,
    default: undefined,
  } satisfies Setting<string | undefined>,
  tokenScope: {
    meaning: `Scope of the identity’s token, of the cloud that the endpoint is in: ${Object.values(CLOUDS)
      .map(({ tokenScopes }) => tokenScopes.map((scope) => `\`${scope}\``).join(' or '))
      .join('; in Azure Government ')}. Without it, the first of the cloud.`,
    writtenBy: 'operator',
    schema: tokenScopeSchema,
    default: undefined,
  } satisfies Setting<TokenScope | undefined>,
  targets: {
    meaning:
      'Several resources, in the order of preference: a JSON array of `{"name": …, "endpoint": …, "deployment": …, "resourceId": …, "tokenScope": …}`, where `name` and `endpoint` are required. If the first cannot serve, the next does; see [targets](targets.md). With it the app does not read `endpoint` and `resourceId`, and `deployment` and `tokenScope` apply to targets without their own. The app leaves out a wrong target, and the others serve.',
    writtenBy: 'bicep',
    format: 'json',
    limits: true,
    schema: targetsSchema,
    default: undefined,
  } satisfies Setting<TargetEntries | undefined>,
  secretSeconds: {
    meaning: `Lifetime of a secret; a caller can ask for a shorter one only; ${MIN_SECRET_SECONDS} to ${MAX_SECRET_SECONDS} seconds.`,
    writtenBy: 'operator',
    schema: seconds,
    // A secret is needed only until the client has posted its offer; a minute leaves room for a slow microphone prompt.
    default: 60,
  } satisfies Setting<number>,
} as const;

/** Each of `targets` says these itself: while that is set they are not read, and the last one need not be set. */
export const UNREAD_WITH_TARGETS = ['endpoint', 'resourceId'] as const;
export const SPARE_WITH_TARGETS: ReadonlySet<string> = new Set([...UNREAD_WITH_TARGETS, 'deployment']);
