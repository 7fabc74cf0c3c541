/** The JSON of `realtime:profiles:<name>`. */
import * as z from 'zod/mini';
import {
  DEPLOYMENT_NAME,
  MAX_CALL_MINUTES,
  MAX_SECRET_SECONDS,
  MIN_SECRET_SECONDS,
  NOT_A_DEPLOYMENT_NAME,
  NOT_A_PERMISSION_NAME,
  PERMISSION_NAME,
} from '../lib/azure-values.ts';
import { choicesSchema } from './choices.ts';
import { variablesSchema } from './variables.ts';

const permission = z.string().check(z.regex(PERMISSION_NAME, NOT_A_PERMISSION_NAME));

export const requirementSchema = z.union(
  [z.strictObject({ scope: permission }), z.strictObject({ role: permission })],
  'must be {"scope":"<short name>"} or {"role":"<short name>"}',
);

const deployment = z.string().check(z.regex(DEPLOYMENT_NAME, NOT_A_DEPLOYMENT_NAME));

const shared = {
  /** Checked by itself, so that the beta's names get their own answer. */
  session: z.optional(z.looseObject({})),
  targets: z.optional(z.array(z.string()).check(z.minLength(1, 'must not be empty'))),
  choices: z.optional(choicesSchema),
  variables: z.optional(variablesSchema),
  requires: z.optional(requirementSchema),
  /** Of a call: the leash. */
  maxMinutes: z.optional(z.int().check(z.gte(1), z.lte(MAX_CALL_MINUTES))),
};

const deployments = z.union(
  [deployment, z.record(z.string(), deployment)],
  `${NOT_A_DEPLOYMENT_NAME}; or an object of such names by target`,
);

export const realtimeProfileSchema = z.strictObject({
  api: z.optional(z.literal('realtime', 'must be "realtime" or "live"')),
  ...shared,
  deployment: z.optional(deployments),
  secretSeconds: z.optional(z.int().check(z.gte(MIN_SECRET_SECONDS), z.lte(MAX_SECRET_SECONDS))),
  direct: z.optional(z.boolean()),
  filter: z.optional(z.boolean()),
});

export const liveProfileSchema = z.strictObject({
  api: z.literal('live'),
  ...shared,
  /** Always: a target's own deployment serves Realtime. */
  deployment: deployments,
  safetyIdentifier: z.optional(z.boolean()),
});
