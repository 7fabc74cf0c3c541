/** What a problem’s page says, as data: of a code, or of a diagnosis of the catalogue. */
import * as z from 'zod/mini';
import { AUDIENCES, type Audience, type Explanation, explainEntry } from '../diagnosis/explanation.ts';
import { CATALOGUE } from '../diagnosis/recognise.ts';
import type { ProblemDefinition } from './problem-definition.ts';
import { isProblemCode, PROBLEMS } from './problems.ts';

const stepSchema = z.strictObject({
  audience: z.enum(AUDIENCES),
  run: z.optional(z.string()),
  say: z.optional(z.string()),
});

export const explanationSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  causes: z.array(
    z.strictObject({ id: z.string(), cause: z.string(), check: z.array(stepSchema), fix: z.array(stepSchema) }),
  ),
  names: z.record(z.string(), z.string()),
});

/** By the type that the OpenAI SDKs show: who can do something about it. */
const AUDIENCE_BY_TYPE: Readonly<Record<ProblemDefinition['type'], Audience>> = {
  authentication_error: 'developer',
  permission_error: 'operator',
  invalid_request_error: 'developer',
  rate_limit_error: 'user',
  configuration_error: 'operator',
  upstream_error: 'operator',
  server_error: 'operator',
};

export function explainProblem(id: string): Explanation | undefined {
  const entry = CATALOGUE.find((one) => one.id === id);
  if (entry) return explainEntry(entry);
  if (!isProblemCode(id)) return undefined;
  const { title, cause, detail, type } = PROBLEMS[id];
  const fix = [{ audience: AUDIENCE_BY_TYPE[type], say: detail }];
  return { id, title, causes: [{ id, cause, check: [], fix }], names: {} };
}
