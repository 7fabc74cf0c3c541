/**
 * Everything that telemetry may say, and nothing else leaves: each event, dependency and metric with its properties,
 * their values and their units. A value that is not one of its property's is left out. docs/telemetry.md is made of this.
 */

/** How many values a property can have is what a query by it costs, so it is said. */
export type PropertyDefinition =
  | { readonly meaning: string; readonly values: readonly string[] }
  | { readonly meaning: string; readonly pattern: RegExp; readonly count: string };

interface MeasurementDefinition {
  readonly meaning: string;
  readonly unit: 'ms' | 's' | 'records' | 'calls';
}

interface RecordDefinition {
  readonly meaning: string;
  /** True: of those that went well a share is kept, decided once for the operation; those that did not are all kept. */
  readonly sampled: boolean;
  readonly properties: Readonly<Record<string, PropertyDefinition>>;
  readonly measurements: Readonly<Record<string, MeasurementDefinition>>;
}

/** The form of our codes and of the catalogue's ids: it has no room for a sentence. */
const ID = /^[a-z][a-z0-9_-]{0,63}$/;
const IDS = /^[a-z][a-z0-9_]{0,63}(?:,[a-z][a-z0-9_]{0,63}){0,9}$/;
/** Names as in src/quota/settings.ts, and as many. */
const POLICIES = /^[a-z][a-z0-9_-]{0,31}(?:,[a-z][a-z0-9_-]{0,31}){0,7}$/;
/** What an id of a request may be, ours and Azure's: see src/http/request-id.ts and src/realtime/upstream-answer.ts. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

const requestId = {
  meaning: 'X-Request-Id of the answer: the same as in the log and in the problem',
  pattern: REQUEST_ID,
  count: 'one a request',
} as const;
const upstreamRequestId = {
  meaning: 'apim-request-id of Azure OpenAI’s answer',
  pattern: REQUEST_ID,
  count: 'one a call',
} as const;

const target = {
  meaning: 'Target that was asked, by its name in realtime:targets; `default` where there is one',
  pattern: /^[a-z0-9-]{1,40}$/,
  count: 'a few',
} as const;

/** Of a mint and of a call through the relay alike. */
const issuance = {
  code: { meaning: 'Code of the problem, as in docs/errors.md', pattern: ID, count: 'about 25' },
  diagnosis: { meaning: 'Id of the catalogue’s entry, as in docs/errors.md', pattern: ID, count: 'about 30' },
  caller: { meaning: 'Salted hash of the caller', pattern: /^[0-9a-f]{32}$/, count: 'one a caller' },
  callerKind: {
    meaning: 'Whom the caller is: an app for itself, or the end user whom an app speaks for',
    values: ['person', 'app', 'end_user'],
  },
  app: { meaning: 'Of an end user: salted hash of the app', pattern: /^[0-9a-f]{32}$/, count: 'one an app' },
  profile: { meaning: 'Profile that was served', pattern: /^[a-z0-9-]{1,40}$/, count: 'one a profile' },
  target,
  deployment: { meaning: 'Deployment that was asked', pattern: /^[\w.-]{1,64}$/, count: 'one or two' },
  violated: {
    meaning: 'After `quota_exceeded`: the policies of realtime:quota that had no unit left, with commas',
    pattern: POLICIES,
    count: 'one a policy, and a few together',
  },
  region: {
    meaning: 'Region that Azure OpenAI says it answered from, where it says so',
    pattern: /^[a-z]{1,60}\d?$/,
    count: 'a few',
  },
  id: { meaning: 'Id of the issuance', pattern: /^mint_[0-9a-z]{1,32}$/, count: 'one a request' },
  requestId,
  upstreamRequestId,
} as const;
const issuancePhases = {
  settings: { meaning: 'Waiting for the settings', unit: 'ms' },
  auth: { meaning: 'Verifying the caller’s token', unit: 'ms' },
  quota: { meaning: 'Taking a unit of the caller’s quota', unit: 'ms' },
  token: { meaning: 'Waiting for the identity’s token', unit: 'ms' },
  upstream: { meaning: 'Azure OpenAI’s client secret, a repeated call included', unit: 'ms' },
  total: { meaning: 'The request in the function', unit: 'ms' },
} as const;

/** Of a relayed call, from its begin to its end. Its id is a handle on the call, so only a hash of it leaves. */
const call = {
  caller: issuance.caller,
  profile: issuance.profile,
  target,
  deployment: issuance.deployment,
  call: { meaning: 'Hash of Azure’s id of the call', pattern: /^[0-9a-f]{32}$/, count: 'one a call' },
  id: { ...issuance.id, meaning: 'Id of the issuance that the call began with', count: 'one a call' },
} as const;

export const EVENTS = {
  mint: {
    meaning: 'A request for a client secret has been answered.',
    sampled: true,
    properties: {
      outcome: {
        meaning: 'issued; refused for a reason of the caller’s; failed for one of ours or of Azure’s',
        values: ['issued', 'refused', 'failed'],
      },
      ...issuance,
    },
    measurements: issuancePhases,
  },
  relay: {
    meaning: 'An SDP offer to the relay has been answered.',
    sampled: true,
    properties: {
      outcome: {
        meaning: 'started; refused for a reason of the caller’s; failed for one of ours or of Azure’s',
        values: ['started', 'refused', 'failed'],
      },
      call: call.call,
      ...issuance,
    },
    measurements: {
      ...issuancePhases,
      call: { meaning: 'Azure OpenAI’s answer to the offer', unit: 'ms' },
      commit: { meaning: 'Writing down when the call ends', unit: 'ms' },
    },
  },
  failover: {
    meaning: 'A target failed, and the next was asked in its place: the caller saw nothing of it.',
    sampled: false,
    properties: {
      target: { ...target, meaning: 'Target that failed' },
      next: { ...target, meaning: 'Target that was asked in its place' },
      deployment: { ...issuance.deployment, meaning: 'Deployment that failed' },
      code: issuance.code,
      diagnosis: issuance.diagnosis,
      region: issuance.region,
      id: issuance.id,
      requestId,
      upstreamRequestId,
    },
    measurements: {},
  },
  call_started: {
    meaning: 'A relayed call has begun, and it is written down when it ends.',
    sampled: false,
    properties: call,
    measurements: {},
  },
  call_ended: {
    meaning: 'A relayed call has ended, by whomever. Told once of each call.',
    sampled: false,
    properties: {
      reason: {
        meaning:
          'due: its time was over; owner: the caller hung up; operator: an operator, or `calls:endBefore`; revoked: the caller was; replaced: a newer call of the caller took its place; gone: Azure no longer had it',
        values: ['due', 'owner', 'operator', 'revoked', 'replaced', 'gone'],
      },
      ...call,
    },
    measurements: {
      seconds: { meaning: 'Charged to the caller', unit: 's' },
      lateness: { meaning: 'From when it should have ended until it had', unit: 's' },
    },
  },
  sweep: {
    meaning:
      'The calls on the line have been looked through: by the timer each minute, or by a request where that stands still.',
    sampled: false,
    properties: { by: { meaning: 'Who swept', values: ['timer', 'request'] } },
    measurements: {
      rows: { meaning: 'On the line when it began', unit: 'calls' },
      ended: { meaning: 'Ended by this sweep', unit: 'calls' },
      failed: { meaning: 'Whose end was due and could not be confirmed', unit: 'calls' },
      overdue: { meaning: 'How late the latest of those still is; 0 where none failed', unit: 's' },
    },
  },
  calls_operated: {
    meaning: 'An operator has ended calls of others.',
    sampled: false,
    properties: {
      caller: { ...issuance.caller, meaning: 'Salted hash of the operator' },
      scope: { meaning: 'One call, all of a caller, or all', values: ['one', 'caller', 'all'] },
    },
    measurements: {
      ended: { meaning: 'Ended at Azure', unit: 'calls' },
      ending: { meaning: 'Left to the next sweep', unit: 'calls' },
    },
  },
  internal_error: {
    meaning: 'A request ended in a mistake of the app’s; its stack is in the log line of this name.',
    sampled: false,
    properties: { requestId },
    measurements: {},
  },
  settings_refresh: {
    meaning: 'The settings have been polled. Told when the outcome changes, else once a minute.',
    sampled: false,
    properties: {
      outcome: { meaning: 'How the poll ended', values: ['current', 'invalid', 'failed'] },
      reason: {
        meaning: 'Why it failed',
        values: ['settings_invalid', 'store_not_named', 'credential_unavailable', 'store_unavailable'],
      },
    },
    measurements: {
      failing: { meaning: 'Since the first of the polls that failed in a row; 0 where this one did not', unit: 's' },
    },
  },
  readiness_change: {
    meaning: 'What readyz answers differs from what it answered before; the first answer counts as a change.',
    sampled: false,
    properties: {
      status: { meaning: 'As in the answer', values: ['ready', 'not_ready'] },
      failing: { meaning: 'Ids of what is missing, with commas', pattern: IDS, count: 'a few' },
      warnings: { meaning: 'Ids of what is not as it should be, with commas', pattern: IDS, count: 'a few' },
    },
    measurements: {},
  },
} as const satisfies Readonly<Record<string, RecordDefinition>>;

export const DEPENDENCIES = {
  'POST client_secrets': {
    meaning: 'One request to Azure OpenAI; a repeated one is a second record. Its result code is the HTTP status.',
    sampled: true,
    properties: { target, requestId, upstreamRequestId },
    measurements: {},
  },
  'POST calls': {
    meaning: 'One SDP offer of the relay’s to Azure OpenAI. Its result code is the HTTP status.',
    sampled: true,
    properties: { target, requestId, upstreamRequestId },
    measurements: {},
  },
} as const satisfies Readonly<Record<string, RecordDefinition>>;

export const METRICS = {
  telemetry_lost: {
    meaning: 'Records that did not arrive, told with the next that do.',
    unit: 'records',
    properties: {
      cause: {
        meaning:
          'buffer_full: the oldest gave way; refused: ingestion said no; unreachable: no answer in time, or no token; not_loaded: the bundle could not be loaded, or the connection string names no IngestionEndpoint',
        values: ['buffer_full', 'refused', 'unreachable', 'not_loaded'],
      },
    },
  },
} as const satisfies Readonly<
  Record<string, MeasurementDefinition & { readonly properties: Readonly<Record<string, PropertyDefinition>> }>
>;

export type EventName = keyof typeof EVENTS;
export type DependencyName = keyof typeof DEPENDENCIES;
export type LossCause = (typeof METRICS.telemetry_lost.properties.cause.values)[number];

/** A fact that is not known is left out. */
type FactsOf<D extends RecordDefinition> = {
  readonly [P in keyof D['properties']]?: string | undefined;
};
type Measures<D extends RecordDefinition> = { readonly [M in keyof D['measurements']]?: number | undefined };

export type EventFacts<N extends EventName> = FactsOf<(typeof EVENTS)[N]>;
export type EventMeasures<N extends EventName> = Measures<(typeof EVENTS)[N]>;
export type DependencyFacts<N extends DependencyName> = FactsOf<(typeof DEPENDENCIES)[N]>;
