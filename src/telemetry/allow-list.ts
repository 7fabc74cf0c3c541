/**
 * Everything that telemetry may say, and nothing else leaves: each event, dependency and metric with its properties,
 * their values and their units. A value that is not one of its property's is left out. docs/telemetry.md prints it.
 */
import {
  call,
  IDS,
  issuance,
  issuancePhases,
  type PropertyDefinition,
  requestId,
  target,
  upstreamRequestId,
} from './properties.ts';

interface MeasurementDefinition {
  readonly meaning: string;
  readonly unit: 'ms' | 's' | 'records' | 'calls';
}

interface RecordDefinition {
  readonly meaning: string;
  /** True: the app sends a share of the successes, decided once for the operation, and every failure. */
  readonly sampled: boolean;
  readonly properties: Readonly<Record<string, PropertyDefinition>>;
  readonly measurements: Readonly<Record<string, MeasurementDefinition>>;
}

export const EVENTS = {
  mint: {
    meaning: 'The app has answered a request for a client secret.',
    sampled: true,
    properties: {
      outcome: {
        meaning: 'issued; refused because of the caller; failed because of the app or of Azure',
        values: ['issued', 'refused', 'failed'],
      },
      ...issuance,
    },
    measurements: issuancePhases,
  },
  relay: {
    meaning: 'The app has answered an SDP offer to the relay.',
    sampled: true,
    properties: {
      outcome: {
        meaning: 'started; refused because of the caller; failed because of the app or of Azure',
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
  live: {
    meaning: 'The app has answered an SDP offer to the Live relay.',
    sampled: true,
    properties: {
      outcome: {
        meaning: 'started; refused because of the caller; failed because of the app or of Azure',
        values: ['started', 'refused', 'failed'],
      },
      call: call.call,
      ...issuance,
    },
    measurements: {
      ...issuancePhases,
      commit: { meaning: 'Writing down when the session ends', unit: 'ms' },
    },
  },
  failover: {
    meaning: 'A target failed, and the app asked the next one in its place. The caller noticed nothing.',
    sampled: false,
    properties: {
      target: { ...target, meaning: 'Target that failed' },
      next: { ...target, meaning: 'Target that the app asked in its place' },
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
    meaning: 'A relayed call has begun, and the app has written down when it must end.',
    sampled: false,
    properties: call,
    measurements: {},
  },
  call_ended: {
    meaning: 'A relayed call has ended, whoever ended it. One record for each call.',
    sampled: false,
    properties: {
      reason: {
        meaning:
          'due: its time was over; owner: the caller hung up; operator: an operator, or `calls:endBefore`; revoked: an operator revoked the caller; replaced: a newer call of the caller took its place; gone: Azure no longer had it',
        values: ['due', 'owner', 'operator', 'revoked', 'replaced', 'gone'],
      },
      measured: { meaning: 'Present where Azure said how many seconds it counted', values: ['true'] },
      ...call,
    },
    measurements: {
      seconds: { meaning: 'Charged to the caller', unit: 's' },
      lateness: { meaning: 'From when it had to end until it did', unit: 's' },
    },
  },
  sweep: {
    meaning:
      'The app has looked through the calls on the line: each minute by the timer, or by a request if the timer stands still.',
    sampled: false,
    properties: { by: { meaning: 'Who swept', values: ['timer', 'request'] } },
    measurements: {
      rows: { meaning: 'On the line when it began', unit: 'calls' },
      ended: { meaning: 'Ended by this sweep', unit: 'calls' },
      failed: { meaning: 'Due to end, without Azure’s confirmation', unit: 'calls' },
      overdue: { meaning: 'How late the latest of those is; 0 if none failed', unit: 's' },
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
    meaning: 'A bug of the app ended a request. The log line of this name has the stack.',
    sampled: false,
    properties: { requestId },
    measurements: {},
  },
  settings_refresh: {
    meaning: 'The app has polled the settings. It reports when the outcome changes, else once a minute.',
    sampled: false,
    properties: {
      outcome: { meaning: 'How the poll ended', values: ['current', 'invalid', 'failed'] },
      reason: {
        meaning: 'Why it failed',
        values: ['settings_invalid', 'store_not_named', 'credential_unavailable', 'store_unavailable'],
      },
    },
    measurements: {
      failing: { meaning: 'How long polls have failed without a success; 0 if this one succeeded', unit: 's' },
    },
  },
  readiness_change: {
    meaning: 'readyz answers something else than before. The first answer counts as a change.',
    sampled: false,
    properties: {
      status: { meaning: 'As in the answer', values: ['ready', 'not_ready'] },
      failing: { meaning: 'Ids of what is missing, with commas', pattern: IDS, count: 'a few' },
      warnings: { meaning: 'Ids of the warnings, with commas', pattern: IDS, count: 'a few' },
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
    meaning: 'One SDP offer from the relay to Azure OpenAI. Its result code is the HTTP status.',
    sampled: true,
    properties: { target, requestId, upstreamRequestId },
    measurements: {},
  },
  'POST live_sessions': {
    meaning: 'One SDP offer from the Live relay to Azure OpenAI. Its result code is the HTTP status.',
    sampled: true,
    properties: { target, requestId, upstreamRequestId },
    measurements: {},
  },
} as const satisfies Readonly<Record<string, RecordDefinition>>;

export const METRICS = {
  telemetry_lost: {
    meaning: 'Records that did not arrive. The number comes with the next ones that do.',
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
