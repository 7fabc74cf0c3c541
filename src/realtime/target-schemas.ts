/** What a target is made of, whether it is the only one, whose members are keys, or one of `targets`. */
import * as z from 'zod/mini';
import { DEPLOYMENT_NAME, NOT_A_DEPLOYMENT_NAME } from '../lib/azure-values.ts';
import { TOKEN_SCOPES } from '../lib/clouds.ts';
import { parseEndpoint, type RealtimeEndpoint } from './endpoint.ts';

export const endpointSchema = z.pipe(
  z.string(),
  z.transform((text: string, context): RealtimeEndpoint => {
    const parsed = parseEndpoint(text);
    if (parsed.ok) return parsed.value;
    context.issues.push({ code: 'custom', message: parsed.error, input: text });
    return z.NEVER;
  }),
);

export const deploymentSchema = z.string().check(z.regex(DEPLOYMENT_NAME, NOT_A_DEPLOYMENT_NAME));

export const resourceIdSchema = z
  .string()
  .check(z.startsWith('/subscriptions/', 'must be an ARM id: /subscriptions/…'));

export const tokenScopeSchema = z.pipe(z.string(), z.enum(TOKEN_SCOPES, `must be ${TOKEN_SCOPES.join(' or ')}`));
