/** What each route takes and answers, made of the schemas that validate. */
import * as z from 'zod/mini';
import { mintRequestSchema, mintResponseSchema } from '../../src/issuance/mint-contract.ts';
import { PROBLEMS, type ProblemCode } from '../../src/problems/problems.ts';
import { readinessDetailsSchema } from '../../src/routes/readiness-details.ts';
import type { RouteName } from '../../src/routes/routes.ts';

export interface Operation {
  readonly summary: string;
  readonly secured?: true;
  readonly parameters?: readonly object[];
  readonly request?: { readonly mediaType: string; readonly required: boolean; readonly schema: object };
  readonly success: {
    readonly status?: 201;
    readonly description: string;
    readonly mediaType: string;
    readonly schema: object;
    readonly headers?: object;
  };
  readonly problems: readonly ProblemCode[];
}

/** By either of the two ways to a call. */
const ISSUANCE_PROBLEMS = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => code !== 'not_found');
const MINT_ONLY: readonly ProblemCode[] = ['invalid_json', 'invalid_request', 'relay_required'];
const CALL_ONLY: readonly ProblemCode[] = ['invalid_offer', 'offer_refused'];
const RATE_LIMIT_HEADERS = Object.fromEntries(
  ['RateLimit-Policy', 'RateLimit'].map((name) => [
    name,
    {
      description: 'What the caller has left (draft-ietf-httpapi-ratelimit-headers); absent without a quota',
      schema: { type: 'string' },
    },
  ]),
);
const SDP = { type: 'string', description: 'A session description (RFC 8866)' };

export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  client_secrets: {
    summary: 'Mint a client secret for one realtime session',
    secured: true,
    request: { mediaType: 'application/json', required: false, schema: schemaOf(mintRequestSchema) },
    success: {
      description: 'A client secret',
      mediaType: 'application/json',
      schema: schemaOf(mintResponseSchema),
      headers: RATE_LIMIT_HEADERS,
    },
    problems: ISSUANCE_PROBLEMS.filter((code) => !CALL_ONLY.includes(code)),
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
    success: {
      status: 201,
      description: 'The call has begun',
      mediaType: 'application/sdp',
      schema: SDP,
      headers: {
        ...RATE_LIMIT_HEADERS,
        Location: {
          description: 'The call: its last segment is Azure’s id of it. Absent where Azure named none.',
          schema: { type: 'string', format: 'uri-reference' },
        },
      },
    },
    problems: ISSUANCE_PROBLEMS.filter((code) => !MINT_ONLY.includes(code)),
  },
  healthz: {
    summary: 'Is the process alive?',
    success: {
      description: 'Alive',
      mediaType: 'application/json',
      schema: schemaOf(z.strictObject({ status: z.literal('ok'), version: z.string() })),
    },
    problems: [],
  },
  readyz: {
    summary:
      'Would a mint that comes now have what it needs? 503 with the same body when it would not. An operator’s token brings the details.',
    success: {
      description: 'Ready',
      mediaType: 'application/json',
      schema: schemaOf(
        z.strictObject({
          status: z.enum(['ready', 'not_ready']),
          failing: z.array(z.string()),
          warnings: z.array(z.string()),
          details: z.optional(readinessDetailsSchema),
        }),
      ),
    },
    problems: [],
  },
  openapi: {
    summary: 'This document',
    success: { description: 'OpenAPI 3.1', mediaType: 'application/json', schema: { type: 'object' } },
    problems: [],
  },
  problems: {
    summary: 'What a problem’s type means, its causes and their fixes',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    success: { description: 'An explanation', mediaType: 'text/plain', schema: { type: 'string' } },
    problems: ['not_found'],
  },
};

function schemaOf(schema: z.ZodMiniType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
  return rest;
}
