/** Properties that several records of telemetry have, each with its meaning and the form of its values. */

/** How many values a property can have is what a query by it costs, so it is said. */
export type PropertyDefinition =
  | { readonly meaning: string; readonly values: readonly string[] }
  | { readonly meaning: string; readonly pattern: RegExp; readonly count: string };

/** The form of our codes and of the catalogue's ids: it has no room for a sentence. */
const ID = /^[a-z][a-z0-9_-]{0,63}$/;
export const IDS = /^[a-z][a-z0-9_]{0,63}(?:,[a-z][a-z0-9_]{0,63}){0,9}$/;
/** Names as in src/quota/settings.ts, and as many. */
const POLICIES = /^[a-z][a-z0-9_-]{0,31}(?:,[a-z][a-z0-9_-]{0,31}){0,7}$/;
/** What an id of a request may be, ours and Azure's: see src/http/request-id.ts and src/realtime/upstream-answer.ts. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

export const requestId = {
  meaning: 'X-Request-Id of the answer: the same as in the log and in the problem',
  pattern: REQUEST_ID,
  count: 'one a request',
} as const;
export const upstreamRequestId = {
  meaning: 'apim-request-id of Azure OpenAI’s answer',
  pattern: REQUEST_ID,
  count: 'one a call',
} as const;

export const target = {
  meaning: 'Target that the app asked, by its name in realtime:targets; `default` if there is only one',
  pattern: /^[a-z0-9-]{1,40}$/,
  count: 'a few',
} as const;

/** Of a mint and of a call through the relay alike. */
export const issuance = {
  code: { meaning: 'Code of the problem, as in docs/errors.md', pattern: ID, count: 'about 27' },
  diagnosis: { meaning: 'Id of the catalogue’s entry, as in docs/errors.md', pattern: ID, count: 'about 30' },
  caller: { meaning: 'Salted hash of the caller', pattern: /^[0-9a-f]{32}$/, count: 'one a caller' },
  callerKind: {
    meaning: 'Whom the caller is: an app for itself, or the end user whom an app speaks for',
    values: ['person', 'app', 'end_user'],
  },
  app: {
    meaning: 'For an end user: salted hash of the app that speaks for them',
    pattern: /^[0-9a-f]{32}$/,
    count: 'one an app',
  },
  profile: { meaning: 'Profile that the app served', pattern: /^[a-z0-9-]{1,40}$/, count: 'one a profile' },
  target,
  deployment: { meaning: 'Deployment that the app asked', pattern: /^[\w.-]{1,64}$/, count: 'one or two' },
  violated: {
    meaning: 'After `quota_exceeded`: the policies of realtime:quota that had no unit left, with commas',
    pattern: POLICIES,
    count: 'one a policy, and a few together',
  },
  region: {
    meaning: 'Region that Azure OpenAI answered from, if it says so',
    pattern: /^[a-z]{1,60}\d?$/,
    count: 'a few',
  },
  id: { meaning: 'Id of the issuance', pattern: /^mint_[0-9a-z]{1,32}$/, count: 'one a request' },
  requestId,
  upstreamRequestId,
} as const;
export const issuancePhases = {
  settings: { meaning: 'Waiting for the settings', unit: 'ms' },
  auth: { meaning: 'Verifying the caller’s token', unit: 'ms' },
  quota: { meaning: 'Taking a unit of the caller’s quota', unit: 'ms' },
  token: { meaning: 'Waiting for the identity’s token', unit: 'ms' },
  upstream: { meaning: 'Azure OpenAI’s client secret, a repeated call included', unit: 'ms' },
  total: { meaning: 'The request in the function', unit: 'ms' },
} as const;

/** Of a relayed call, from its begin to its end. Its id is a handle on the call, so only a hash of it leaves. */
export const call = {
  api: { meaning: 'Voice API that the call is of', values: ['realtime', 'live'] },
  caller: issuance.caller,
  profile: issuance.profile,
  target,
  deployment: issuance.deployment,
  call: { meaning: 'Hash of Azure’s id of the call', pattern: /^[0-9a-f]{32}$/, count: 'one a call' },
  id: { ...issuance.id, meaning: 'Id of the issuance that the call began with', count: 'one a call' },
} as const;
