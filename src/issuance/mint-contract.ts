/** What goes over the wire at POST /api/realtime/client_secrets; the OpenAPI document is made of these schemas. */
import * as z from 'zod/mini';
import { MAX_SECRET_SECONDS, MIN_SECRET_SECONDS } from '../lib/azure-values.ts';

/** Judged by the profile as well; only an app that speaks for its end users may send any. */
export const variablesOfRequest = z.record(z.string(), z.string());

/**
 * Every member is optional and can only narrow. Named as in OpenAI's client secret, whose SDK sends it: a longer
 * lifetime than the configured one is cut, not refused, and `expires_at` of the answer tells.
 */
export const mintRequestSchema = z.strictObject({
  profile: z.optional(z.string()),
  expires_after: z.optional(
    z.strictObject({
      anchor: z.optional(z.literal('created_at')),
      seconds: z.optional(z.int().check(z.gte(MIN_SECRET_SECONDS), z.lte(MAX_SECRET_SECONDS))),
    }),
  ),
  // Its other members are judged by the profile that is asked for: src/profiles/grant.ts.
  session: z.optional(z.looseObject({ type: z.literal('realtime') })),
  variables: z.optional(variablesOfRequest),
});

export const mintResponseSchema = z.strictObject({
  value: z.string(),
  expires_at: z.int(),
  session: z.strictObject({
    type: z.literal('realtime'),
    object: z.literal('realtime.session'),
    id: z.string(),
    model: z.string(),
  }),
  url: z.url(),
  model: z.string(),
  id: z.string(),
});

export type MintResponse = z.infer<typeof mintResponseSchema>;
