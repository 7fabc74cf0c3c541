/** What each route takes and answers, made of the schemas that validate. */
import * as z from 'zod/mini';
import { liveRequestSchema, liveResponseSchema } from '../../src/issuance/live-wish.ts';
import { mintRequestSchema, mintResponseSchema } from '../../src/issuance/mint-contract.ts';
import { callRequestSchema } from '../../src/issuance/relay-wish.ts';
import { callListSchema } from '../../src/routes/list-calls.ts';
import { readinessDetailsSchema } from '../../src/routes/readiness-details.ts';
import type { RouteName } from '../../src/routes/routes.ts';
import { explanationSchema } from './explanation-schema.ts';

export interface ApiOperation {
  readonly summary: string;
  readonly secured?: true;
  readonly parameters?: readonly object[];
  readonly request?: { readonly required: boolean; readonly content: Readonly<Record<string, object>> };
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
const BEGINNING_HEADERS = {
  ...RATE_LIMIT_HEADERS,
  'Realtime-Call-Ends': {
    description:
      'When the call ends at the latest, in Unix seconds. Absent for a Live session that this service cannot end.',
    schema: { type: 'integer' },
  },
  'Realtime-Model': { description: 'Name of the deployment', schema: { type: 'string' } },
  Location: {
    description: 'The call: its last segment is Azure’s id of it. Absent where Azure named none.',
    schema: { type: 'string', format: 'uri-reference' },
  },
};
const PROFILE = {
  name: 'profile',
  in: 'query',
  required: false,
  schema: { type: 'string' },
  description: 'The session’s profile',
};
const SDP = { type: 'string', description: 'A session description (RFC 8866)' };

const CALL_STATE = schemaOf(z.strictObject({ id: z.string(), state: z.enum(['ended', 'ending']) }));
const HANG_UP_ANSWERS = {
  200: { description: 'The call has ended', content: { 'application/json': CALL_STATE } },
  202: {
    description: 'It is written down, and ends within a minute or so',
    content: { 'application/json': CALL_STATE },
  },
};
const ENDED_CALLS = schemaOf(z.strictObject({ ended: z.int(), ending: z.int() }));

export const OPERATIONS: Readonly<Record<RouteName, ApiOperation>> = {
  client_secrets: {
    summary: 'Mint a client secret for one realtime session',
    secured: true,
    request: { required: false, content: { 'application/json': schemaOf(mintRequestSchema) } },
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
    parameters: [PROFILE],
    request: { required: true, content: { 'application/sdp': SDP, 'application/json': schemaOf(callRequestSchema) } },
    answers: {
      201: {
        description: 'The call has begun',
        headers: BEGINNING_HEADERS,
        content: { 'application/sdp': SDP },
      },
    },
  },
  call_hangup: {
    summary: 'End a call of one’s own, or of a caller whose calls one may end',
    secured: true,
    parameters: [{ name: 'call_id', in: 'path', required: true, schema: { type: 'string' } }],
    answers: HANG_UP_ANSWERS,
  },
  live_sessions: {
    summary: 'Relay an SDP offer to GPT-Live: the page gets the answer, and of Azure’s session the id',
    secured: true,
    parameters: [PROFILE],
    request: { required: true, content: { 'application/json': schemaOf(liveRequestSchema), 'application/sdp': SDP } },
    answers: {
      201: {
        description: 'The session has begun',
        headers: BEGINNING_HEADERS,
        content: { 'application/json': schemaOf(liveResponseSchema) },
      },
    },
  },
  live_hangup: {
    summary: 'End a Live session of one’s own, or of a caller whose calls one may end',
    secured: true,
    parameters: [{ name: 'session_id', in: 'path', required: true, schema: { type: 'string' } }],
    answers: HANG_UP_ANSWERS,
  },
  list_calls: {
    summary: 'The calls that are on the line: one’s own, and an operator’s callers’',
    secured: true,
    parameters: [
      {
        name: 'after',
        in: 'query',
        required: false,
        schema: { type: 'string' },
        description: 'The last id of the page before; a page has 200 at most',
      },
    ],
    answers: { 200: { description: 'A page', content: { 'application/json': schemaOf(callListSchema) } } },
  },
  end_calls: {
    summary: 'End all of one’s own calls; with the right to it those of a caller, or all',
    secured: true,
    parameters: [
      { name: 'caller', in: 'query', required: false, schema: { type: 'string' }, description: 'A caller’s pseudonym' },
      { name: 'all', in: 'query', required: false, schema: { const: 'true' }, description: 'Of every caller' },
    ],
    answers: {
      200: { description: 'All have ended', content: { 'application/json': ENDED_CALLS } },
      202: { description: 'Some end with the next sweep', content: { 'application/json': ENDED_CALLS } },
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
    summary: 'What a problem’s type means, its causes and their fixes; as data where Accept asks for JSON',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    answers: {
      200: {
        description: 'An explanation',
        content: { 'text/plain': { type: 'string' }, 'application/json': schemaOf(explanationSchema) },
      },
    },
  },
};

function schemaOf(schema: z.ZodMiniType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
  return rest;
}
