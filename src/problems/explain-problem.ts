/** What a problem’s page says, as data: of a code, or of a diagnosis of the catalogue. */
import { type Audience, type Explanation, explainEntry } from '../diagnosis/explanation.ts';
import { CATALOGUE } from '../diagnosis/recognise.ts';
import { isProblemCode, PROBLEMS } from './all-problems.ts';
import type { ProblemDefinition } from './problem-definition.ts';

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
