/** What each route takes and answers, made of the schemas that validate. */
import * as z from 'zod/mini';
import { mintRequestSchema, mintResponseSchema } from '../../src/issuance/mint-contract.ts';
import { readinessDetailsSchema } from '../../src/routes/readiness-details.ts';
import type { RouteName } from '../../src/routes/routes.ts';

export interface ApiOperation {
  readonly summary: string;
  readonly secured?: true;
  readonly parameters?: readonly object[];
  readonly request?: { readonly mediaType: string; readonly required: boolean; readonly schema: object };
  /** By status, what is no problem. Which problems there are, the table of src/problems says. */
  readonly answers: Readonly<Record<number, ApiAnswer>>;
}

export interface ApiAnswer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  /** Schemas by media type; without any there is no body. */
  readonly content?: Readonly<Record<string, object>>;
}

const RATE_LIMIT_HEADERS = Object.fromEntries(
  ['RateLimit-Policy', 'RateLimit'].map((name) => [
    name,
    {
      description: 'What the caller has left (draft-ietf-httpapi-ratelimit-headers); absent without a quota',
      schema: { type: 'string' },
    },
  ]),
);
const READINESS = schemaOf(
  z.strictObject({
    status: z.enum(['ready', 'not_ready']),
    failing: z.array(z.string()),
    warnings: z.array(z.string()),
    details: z.optional(readinessDetailsSchema),
  }),
);
const SDP = { type: 'string', description: 'A session description (RFC 8866)' };

export const OPERATIONS: Readonly<Record<RouteName, ApiOperation>> = {
  client_secrets: {
    summary: 'Mint a client secret for one realtime session',
    secured: true,
    request: { mediaType: 'application/json', required: false, schema: schemaOf(mintRequestSchema) },
    answers: {
      200: {
        description: 'A client secret',
        headers: RATE_LIMIT_HEADERS,
        content: { 'application/json': schemaOf(mintResponseSchema) },
      },
    },
  },
  calls: {
    summary: 'Relay an SDP offer to Azure OpenAI: the page gets the answer and never holds a client secret',
    secured: true,
    parameters: [
      {
        name: 'profile',
        in: 'query',
        required: false,
        schema: { type: 'string' },
        description: 'The session’s profile',
      },
    ],
    request: { mediaType: 'application/sdp', required: true, schema: SDP },
    answers: {
      201: {
        description: 'The call has begun',
        headers: {
          ...RATE_LIMIT_HEADERS,
          Location: {
            description: 'The call: its last segment is Azure’s id of it. Absent where Azure named none.',
            schema: { type: 'string', format: 'uri-reference' },
          },
        },
        content: { 'application/sdp': SDP },
      },
    },
  },
  healthz: {
    summary: 'Is the process alive?',
    answers: {
      200: {
        description: 'Alive',
        content: { 'application/json': schemaOf(z.strictObject({ status: z.literal('ok'), version: z.string() })) },
      },
    },
  },
  readyz: {
    summary:
      'Would a mint that comes now have what it needs? 503 with the same body when it would not. An operator’s token brings the details.',
    answers: {
      200: { description: 'Ready', content: { 'application/json': READINESS } },
      503: { description: 'Not ready', content: { 'application/json': READINESS } },
    },
  },
  openapi: {
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', content: { 'application/json': { type: 'object' } } } },
  },
  problems: {
    summary: 'What a problem’s type means, its causes and their fixes',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    answers: { 200: { description: 'An explanation', content: { 'text/plain': { type: 'string' } } } },
  },
};

function schemaOf(schema: z.ZodMiniType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
  return rest;
}
