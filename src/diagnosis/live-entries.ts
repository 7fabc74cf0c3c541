/** What Azure answers of GPT-Live and nowhere else. No recorded traffic of it on Azure is public (docs/azure.md). */
import type { EventEntry, UpstreamEntry } from './catalogue-entry.ts';
import { LIST_DEPLOYMENTS, LIST_MODELS, WAIT_FIVE_MINUTES } from './fixes.ts';

const LIVE_MODEL =
  'az cognitiveservices account deployment create -g $RG -n $ACC --deployment-name $NEW --model-format OpenAI --model-name gpt-live-1 --model-version $VERSION --sku-name GlobalStandard --sku-capacity 1';
const NO_RECORDING = 'Microsoft Foundry GPT-Live pages, 2026-09-04; no recording of Azure';

export const LIVE_ENTRIES: readonly UpstreamEntry[] = [
  {
    id: 'deployment-not-live',
    title: 'Azure says that Live does not work with this deployment’s model',
    seenAs: ['OpperationNotSupported at POST /openai/v1/live/sessions'],
    code: 'deployment_not_live',
    patterns: [
      { kind: 'answered', operation: 'live_sessions', code: /^Opp?erationNotSupported$/i },
      {
        kind: 'answered',
        operation: 'live_sessions',
        code: /^(?:invalid_model|model_?not_?supported|unsupported_?model)$/i,
      },
      {
        kind: 'answered',
        operation: 'live_sessions',
        status: [400, 403, 404],
        message: /operation does not work with the specified model|\bnot (?:available|supported) in .{0,60}\bregion/i,
      },
    ],
    causes: [
      {
        id: 'model-of-another-kind',
        cause:
          'The deployment runs a model of the Realtime API, or of another kind. Live takes the family gpt-live and no other.',
        check: LIST_DEPLOYMENTS,
        fix: {
          run: LIVE_MODEL,
          say: 'Then make it the deployment of the profile. If the profile is meant for Realtime, remove its "api" instead.',
          ownCode: { run: LIVE_MODEL, say: 'Then make it session.model of your request.' },
        },
      },
      {
        id: 'region-without-live',
        cause: 'The resource’s region does not offer GPT-Live.',
        check: LIST_MODELS,
        fix: { say: 'Create the account in a region that lists gpt-live-1, and deploy it there.' },
      },
      {
        id: 'too-young',
        cause: 'The deployment is less than five minutes old.',
        check: LIST_DEPLOYMENTS,
        fix: WAIT_FIVE_MINUTES,
      },
    ],
    source: NO_RECORDING,
    confidence: 'inferred',
  },
  {
    id: 'live-sessions-exhausted',
    title: 'The subscription has as many Live sessions open as it may',
    seenAs: ['429 at POST /openai/v1/live/sessions'],
    code: 'upstream_rate_limited',
    patterns: [{ kind: 'answered', operation: 'live_sessions', status: [429] }],
    causes: [
      {
        id: 'concurrent-sessions',
        cause:
          'Azure limits Live by sessions that are open at once, over all resources of the subscription: 10 by default. It has no limit by tokens or requests. The capacity of the deployment does not change it.',
        check: {
          say: 'GET /api/realtime/calls with an operator’s token lists the open sessions of this service, with "api": "live".',
          ownCode: { say: 'How many sessions of the subscription are open?' },
        },
        fix: {
          say: 'End sessions that nobody needs, set perDeployment of realtime:calls below the limit, or ask for a higher quota in Azure’s portal.',
          ownCode: { say: 'End sessions that nobody needs, or ask for a higher quota in Azure’s portal.' },
        },
      },
      {
        id: 'left-open',
        cause:
          'A page vanished without session.close, or never got the answer. Such a session counts until Azure ends it.',
        check: { say: 'Wait a minute: does the next request succeed?' },
        fix: {
          say: 'Send session.close before the page closes its connection. The package realtime-token-client does.',
        },
      },
    ],
    source: `${NO_RECORDING}; the kind of limit is documented, its figure and a 429 are reported`,
    confidence: 'reported',
  },
];

/** `reason` of session.closed is the code. */
export const LIVE_EVENT_ENTRIES: readonly EventEntry[] = [
  {
    id: 'live-session-moderated',
    title: 'Moderation has ended the Live session',
    seenAs: ['session.closed with the reason content'],
    patterns: [{ type: 'session.closed', code: /^content$/ }],
    causes: [
      {
        id: 'content',
        cause: 'Azure’s content filter found in what was said something that it does not allow.',
        check: { say: 'What was said last? The transcripts of both sides come as events.' },
        fix: { say: 'Start another session. The instructions can keep the model off such subjects.' },
      },
    ],
    source: 'Microsoft Foundry GPT-Live reference; the meaning is OpenAI’s',
    confidence: 'documented',
  },
  {
    id: 'live-session-expired',
    title: 'The Live session has reached its maximum length',
    seenAs: ['session.closed with the reason expired'],
    patterns: [{ type: 'session.closed', code: /^expired$/ }],
    causes: [
      {
        id: 'expired',
        cause:
          'Azure ends a Live session at expires_at of session.started. No page of Microsoft’s says how long that is.',
        check: { say: 'expires_at of session.started.' },
        fix: { say: 'Start another session before that.' },
      },
    ],
    source: 'Microsoft Foundry GPT-Live reference; the meaning is OpenAI’s',
    confidence: 'documented',
  },
  {
    id: 'live-connection-lost',
    title: 'The Live session has lost its connection',
    seenAs: ['session.closed with the reason connection_lost'],
    patterns: [{ type: 'session.closed', code: /^connection_lost$/ }],
    causes: [
      {
        id: 'network',
        cause: 'The connection between browser and Azure broke, or Azure lost its own to the model.',
        check: { say: 'Was iceConnectionState disconnected before?' },
        fix: { say: 'Start another session. A Live session does not reconnect.' },
      },
    ],
    source: 'Microsoft Foundry GPT-Live reference; the meaning is OpenAI’s',
    confidence: 'documented',
  },
];
