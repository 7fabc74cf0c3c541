/** What the endpoint does about calls that it relays: how long they may last, how many there may be, and who ends them. */
import type { Scenario } from './scenario.ts';

const GROUP = 'The end of a call';

export const LEASH_SCENARIOS: readonly Scenario[] = [
  {
    id: 'leash-reached',
    title: 'The call has lasted as long as it may',
    sentence: 'A profile says maxMinutes, and the endpoint hangs up, whatever the page does. It takes a minute.',
    group: GROUP,
    way: 'relay',
    profile: 'minute',
    showsInCall: true,
    expects: 'leash_reached',
  },
  {
    id: 'one-call-too-many',
    title: 'The caller has as many calls as they may',
    sentence: 'A page that never hangs up begins six. The sixth would end the first, and Azure does not let it.',
    group: GROUP,
    way: 'relay',
    switches: [{ name: 'calls.hangup', value: 'service-unavailable' }],
    mistakes: { offers: 6 },
    expects: 'calls_exceeded',
  },
  {
    id: 'hang-up-forbidden',
    title: 'The identity may not hang up',
    sentence: 'It may mint, which is another right. The page hangs up at once, and the call goes on at Azure.',
    group: GROUP,
    way: 'relay',
    switches: [{ name: 'calls.hangupIdentity', value: 'refused' }],
    whenLive: 'hang-up',
    showsInCall: true,
    expects: 'hang_up_unconfirmed',
  },
  {
    id: 'revoked-in-mid-call',
    title: 'The caller is revoked in mid-call',
    sentence: 'An operator lets no token of before now count. The call ends within 75 seconds.',
    group: GROUP,
    way: 'relay',
    whenLive: () => ({
      'realtime:revoked': JSON.stringify({ subjects: [], issuedBefore: new Date().toISOString() }),
    }),
    showsInCall: true,
    expects: 'call-ended-by-azure',
  },
  {
    id: 'minutes-used-up',
    title: 'The caller’s minutes are used up',
    sentence: 'One minute of speech an hour, which a first call has reserved.',
    group: GROUP,
    way: 'relay',
    settings: {
      'realtime:quota': JSON.stringify({
        minute: { limit: 6, windowSeconds: 60 },
        speech: { minutes: 1, windowSeconds: 3_600 },
      }),
    },
    mistakes: { offers: 2 },
    expects: 'quota_exceeded',
  },
];
