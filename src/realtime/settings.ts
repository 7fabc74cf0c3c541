/** The settings of the upstream. */
import * as z from 'zod/mini';
import { DEPLOYMENT_NAME, MAX_SECRET_SECONDS, MIN_SECRET_SECONDS, NOT_A_DEPLOYMENT_NAME } from '../lib/azure-values.ts';
import { CLOUDS, TOKEN_SCOPES, type TokenScope } from '../lib/clouds.ts';
import type { Setting } from '../lib/setting.ts';
import { parseEndpoint, type RealtimeEndpoint } from './endpoint.ts';

const endpoint = z.pipe(
  z.string(),
  z.transform((text: string, context): RealtimeEndpoint => {
    const parsed = parseEndpoint(text);
    if (parsed.ok) return parsed.value;
    context.issues.push({ code: 'custom', message: parsed.error, input: text });
    return z.NEVER;
  }),
);

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
      'The Azure OpenAI resource, `https://<resource>.openai.azure.com`. Other forms of its host and a pasted path are normalised; any other host is refused. `https://<resource>.openai.azure.us` is one of Azure Government.',
    writtenBy: 'bicep',
    limits: true,
    schema: endpoint,
  } satisfies Setting<RealtimeEndpoint>,
  deployment: {
    meaning: 'Name of the deployment, not of the model; sent as `session.model`.',
    writtenBy: 'bicep',
    limits: true,
    schema: z.string().check(z.regex(DEPLOYMENT_NAME, NOT_A_DEPLOYMENT_NAME)),
  } satisfies Setting<string>,
  resourceId: {
    meaning: 'ARM id of the Azure OpenAI account. The app does not read it, the doctor does.',
    writtenBy: 'bicep',
    schema: z.string().check(z.startsWith('/subscriptions/', 'must be an ARM id: /subscriptions/…')),
    default: undefined,
  } satisfies Setting<string | undefined>,
  tokenScope: {
    meaning: `Scope of the identity’s token, of the cloud that the endpoint is in: ${Object.values(CLOUDS)
      .map(({ tokenScopes }) => tokenScopes.map((scope) => `\`${scope}\``).join(' or '))
      .join('; in Azure Government ')}. Without it, the first of the cloud.`,
    writtenBy: 'operator',
    schema: z.pipe(z.string(), z.enum(TOKEN_SCOPES, `must be ${TOKEN_SCOPES.join(' or ')}`)),
    default: undefined,
  } satisfies Setting<TokenScope | undefined>,
  secretSeconds: {
    meaning: `Lifetime asked for, and the most that a caller can ask for; ${MIN_SECRET_SECONDS} to ${MAX_SECRET_SECONDS} seconds.`,
    writtenBy: 'operator',
    schema: seconds,
    // A secret is needed only until the client has posted its offer; a minute leaves room for a slow microphone prompt.
    default: 60,
  } satisfies Setting<number>,
} as const;
