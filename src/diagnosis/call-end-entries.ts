/** How a call ends without the page having asked for it: the channel closes, then the connection, and nothing says why. */
import type { BrowserEntry } from './catalogue-entry.ts';

export const CALL_END_ENTRIES: readonly BrowserEntry[] = [
  {
    id: 'call-limit',
    title: 'The call has reached its maximum length',
    seenAs: ['The call drops after 60 minutes'],
    states: ['call_limit_reached'],
    causes: [
      {
        id: 'sixty-minutes',
        cause: 'Azure ends a call at session.expires_at, 60 minutes after its start.',
        check: { say: 'expires_at of session.created; of a relayed call also Realtime-Call-Ends.' },
        fix: { say: 'Start another call before that, and give it what matters from the first.' },
      },
    ],
    source: 'Azure OpenAI realtime page; pydantic/pydantic-ai, recording of 2026-07-24',
    confidence: 'recorded',
  },
  {
    id: 'call-ended-by-azure',
    title: 'The other end has closed the call',
    seenAs: ['The data channel closes while the page is talking', 'The call ends by itself after some minutes'],
    states: ['channel_closed'],
    causes: [
      {
        id: 'time-up',
        cause:
          'A relayed call has lasted as long as it may: maxMinutes of its profile or of realtime:calls, what its caller had left of a policy of minutes, 60 minutes at most.',
        check: {
          say: 'Realtime-Call-Ends of the 201 is that instant, and ends_at in GET /api/realtime/calls. The log line call_ended has the reason due.',
        },
        fix: { say: 'Start another call before that, or allow longer ones in the settings.' },
      },
      {
        id: 'replaced',
        cause: 'The same person began one call more than perCaller of realtime:calls: in another tab, or by reloading.',
        check: {
          say: 'GET /api/realtime/calls lists the newer ones. The log line call_ended has the reason replaced.',
        },
        fix: { say: 'Raise perCaller, or set atLimit to refuse, so that the newer call is refused.' },
      },
      {
        id: 'revoked',
        cause: 'An operator has revoked the caller, or all tokens that are older than an instant.',
        check: { say: 'A new request is refused too. The log line call_ended has the reason revoked.' },
        fix: {
          say: 'Sign in again for a newer token. If realtime:revoked names the caller, the operator has to remove them.',
        },
      },
      {
        id: 'ended-here',
        cause:
          'An operator ended it, alone or with all others by realtime:calls:endBefore; or its own caller did, on another page.',
        check: {
          say: 'The log line call_ended has the reason operator or owner, and calls_operated says which operator.',
        },
        fix: { say: 'Call again; while endBefore lies ahead no call begins.' },
      },
      {
        id: 'hung-up',
        cause: 'Somebody else with the resource’s credential hung up, or Azure did.',
        check: {
          say: 'The log line call_ended has the reason gone, a minute or so later; else ask the resource’s owner.',
        },
        fix: { say: 'Call again.' },
      },
      {
        id: 'network-lost',
        cause: 'The network between browser and Azure was gone for longer than ICE waits.',
        check: { say: 'iceConnectionState was disconnected before.' },
        fix: { say: 'Call again. A call does not reconnect.' },
      },
    ],
    source: 'Microsoft Foundry REST pages (hang-up)',
    confidence: 'documented',
  },
];
