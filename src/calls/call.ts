/** What is known of a relayed call while it is on the line, and afterwards. Nothing in it is a secret. */
import * as z from 'zod/mini';
import type { Api } from '../lib/azure-values.ts';

/** Why a call ended. Public, and never renamed. */
export const END_REASONS = ['due', 'owner', 'operator', 'revoked', 'replaced', 'gone'] as const;
export type EndReason = (typeof END_REASONS)[number];

const instant = z.int();
const hash = z.string();

/** As it stands in its row. Instants are in milliseconds since the epoch. */
export const callSchema = z.object({
  /** The issuance id: of the log line, and of the slot in the caller's row. */
  id: z.string(),
  /** Absent: Realtime. */
  api: z.optional(z.literal('live')),
  caller: hash,
  /** By which the caller may be revoked beside their own: earlier pseudonyms, and those of the app that speaks for them. */
  formerCallers: z.array(hash),
  /** Digest of the rule that admitted the caller: an operator sees the calls of their own. */
  rule: z.string(),
  profile: z.string(),
  deployment: z.string(),
  /** Its name when the call began; rows of before there were several have none. */
  target: z.optional(z.string()),
  /** Of the Azure OpenAI resource; checked against the list of hosts at each use. */
  origin: z.string(),
  startedAt: instant,
  /** When it ends at the latest: by us where it is leashed, by Azure otherwise. */
  dueAt: instant,
  leashed: z.boolean(),
  /** What is reserved in the caller's row. */
  grantSeconds: z.int(),
  /** Whether there is a slot in the caller's row. */
  counted: z.boolean(),
  /** `iat` of the access token. */
  tokenIssuedAt: z.optional(instant),
  /** The row of the deployment's place, where these are counted. */
  place: z.optional(z.string()),
  lastSeenAlive: z.optional(instant),
  /** Somebody asked for its end, which Azure has not confirmed yet. */
  asked: z.optional(z.object({ reason: z.enum(END_REASONS), at: instant })),
});

export type Call = z.infer<typeof callSchema>;

export const endSchema = z.object({
  at: instant,
  reason: z.enum(END_REASONS),
  /** What the caller is charged. */
  seconds: z.int(),
  /** Whether Azure said how many, as it does at the end of a Live session. Otherwise they are by our clock. */
  measured: z.optional(z.literal(true)),
});
export type End = z.infer<typeof endSchema>;

/** A call that is on the line as far as anybody knows. */
export interface LiveCall extends Call {
  readonly callId: string;
  /** Of the version that was read or written. */
  readonly etag: string;
}

export interface EndedCall extends Call {
  readonly callId: string;
  readonly end: End;
}

/** A row that holds no call that this version can read. */
export interface UnreadableCall {
  readonly callId: string;
  readonly etag: string;
  /** By the table's own clock. */
  readonly writtenAt: number;
}

/** What stands in the row, without what its key and its version say. */
export function toCall({ callId: _id, etag: _etag, ...call }: LiveCall): Call {
  return call;
}

export function apiOf({ api }: Pick<Call, 'api'>): Api {
  return api ?? 'realtime';
}

/** Whether it is a call of that caller, or of an end user of that app. */
export function isCallOf({ caller, formerCallers }: Call, named: string): boolean {
  return [caller, ...formerCallers].includes(named);
}

export function isReadable(row: LiveCall | UnreadableCall): row is LiveCall {
  return 'caller' in row;
}

export function isLive(call: LiveCall | EndedCall): call is LiveCall {
  return 'etag' in call;
}
