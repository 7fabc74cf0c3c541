/** The OpenAPI 3.1 document, made of the operations and of the list of routes that is registered. */
import { END_USER_PATTERN } from '../../src/auth/end-user.ts';
import { UPSTREAM_ENTRIES } from '../../src/diagnosis/recognise.ts';
import { PROBLEMS, type ProblemCode, problemsOf } from '../../src/problems/all-problems.ts';
import { ROUTE_NAMES, ROUTES, type RouteName } from '../../src/routes/routes.ts';
import { type ApiAnswer, type ApiOperation, OPERATIONS } from './operations.ts';

export function openApiDocument(version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'realtime-token-endpoint',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Client secrets for Azure OpenAI Realtime, and relays of Realtime and Live. Errors are RFC 9457 problem details.',
    },
    servers: [{ url: '/api' }],
    paths: paths(),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: PROBLEM_SCHEMA },
    },
  };
}

const PROBLEM_SCHEMA = {
  description: 'RFC 9457 problem details, with the member `error` that the OpenAI SDKs read.',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'error'],
  properties: {
    type: {
      type: 'string',
      format: 'uri-reference',
      description: 'Page of the diagnosis or of the code, or a registered type',
    },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    diagnosis: { type: 'string', description: 'Id of the catalogue’s entry, where Azure was the cause' },
    'violated-policies': {
      type: 'array',
      items: { type: 'string' },
      description: 'Names of the quota’s policies that are used up',
    },
    pointers: { type: 'array', items: { type: 'string' }, description: 'JSON pointers to the members that are meant' },
    url: {
      type: 'string',
      format: 'uri-reference',
      description: 'Where to go instead (relay_required, profile_of_other_api)',
    },
    error: {
      type: 'object',
      required: ['message', 'code', 'type', 'param'],
      properties: {
        message: { type: 'string' },
        code: { type: 'string' },
        type: { type: 'string' },
        param: { type: ['string', 'null'] },
      },
    },
  },
};

/** Several functions may serve one path, each its own methods. */
function paths(): Readonly<Record<string, object>> {
  const byPath = Map.groupBy(ROUTE_NAMES, (name) => `/${ROUTES[name].route}`);
  return Object.fromEntries(
    [...byPath].map(([path, names]) => [path, Object.fromEntries(names.flatMap(operationsOf))]),
  );
}

function operationsOf(name: RouteName): readonly (readonly [method: string, operation: object])[] {
  return (
    ROUTES[name].methods
      // Neither is an operation of its own: HEAD is GET without a body (RFC 9110 section 9.3.2).
      .filter((method) => method !== 'OPTIONS' && method !== 'HEAD')
      .map((method) => [method.toLowerCase(), toOperation(name, OPERATIONS[name])])
  );
}

/** `header` of a rule may name another. */
const ON_BEHALF_OF = {
  name: 'X-On-Behalf-Of',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: END_USER_PATTERN.source },
  description:
    'The end user for whom an app asks that speaks for its users (docs/callers.md): it must send it, and nobody else may',
};

function toOperation(name: RouteName, { summary, secured, parameters, request, answers }: ApiOperation): object {
  return {
    operationId: name,
    summary,
    ...(secured ? { security: [{ bearer: [] }] } : { security: [] }),
    ...(secured || parameters ? { parameters: [...(parameters ?? []), ...(secured ? [ON_BEHALF_OF] : [])] } : {}),
    ...(request ? { requestBody: { ...request, content: toContent(request.content) } } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, toResponse(answer)])),
      ...problemResponses(problemsOf(name)),
    },
  };
}

function toResponse({ content, ...answer }: ApiAnswer): object {
  return content === undefined ? answer : { ...answer, content: toContent(content) };
}

/** @param schemas by media type. */
function toContent(schemas: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries(schemas).map(([mediaType, schema]) => [mediaType, { schema }]));
}

/** One response for each status, which lists the codes that come with it. */
function problemResponses(codes: readonly ProblemCode[]): Readonly<Record<string, object>> {
  const pairs = codes.flatMap((code) => statusesOf(code).map((status) => ({ code, status })));
  const byStatus = Map.groupBy(pairs, ({ status }) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map(({ code }) => `${code}: ${PROBLEMS[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

/** The code's own, and that of each diagnosis that answers with another. */
function statusesOf(code: ProblemCode): readonly number[] {
  const others = UPSTREAM_ENTRIES.filter((entry) => entry.code === code).flatMap(
    ({ callerStatus }) => callerStatus ?? [],
  );
  return [...new Set([PROBLEMS[code].status, ...others])];
}
