/** What goes wrong with GPT-Live, Azure’s other voice API. Each is called by the profile `coach`, through the endpoint. */
import type { Scenario } from './scenario.ts';

const GROUP = 'GPT-Live';
const PROFILE = 'coach';

export const LIVE_SCENARIOS: readonly Scenario[] = [
  {
    id: 'live-deployment',
    title: 'The Live profile names a Realtime deployment',
    sentence: 'It exists and Realtime takes it, and Live does not: only the family gpt-live is for it.',
    group: GROUP,
    settings: {
      [`realtime:profiles:${PROFILE}`]: JSON.stringify({ api: 'live', deployment: 'gpt-realtime-mini' }),
    },
    profile: PROFILE,
    expects: 'deployment-not-live',
  },
  {
    id: 'live-concurrency',
    title: 'The subscription has no Live session left',
    sentence: 'Azure counts sessions that are open at once, over all resources: ten by default, none here.',
    group: GROUP,
    // Without a wait, which the endpoint would tell to every call that follows.
    switches: [
      { name: 'live.concurrency', value: 0 },
      { name: 'live.concurrencyRetryAfter', value: 'off' },
    ],
    profile: PROFILE,
    expects: 'live-sessions-exhausted',
  },
  {
    id: 'live-moderation',
    title: 'Moderation ends the session',
    sentence: 'Azure’s content filter finds something in what was said. Say something first.',
    group: GROUP,
    switches: [{ name: 'live.moderation', value: 'ends' }],
    profile: PROFILE,
    showsInCall: true,
    expects: 'live-session-moderated',
  },
  {
    id: 'live-expired',
    title: 'The session reaches its maximum length',
    sentence: 'Azure ends it at expires_at of session.started; five seconds after the create here.',
    group: GROUP,
    switches: [{ name: 'live.maxSeconds', value: 5 }],
    profile: PROFILE,
    showsInCall: true,
    expects: 'live-session-expired',
  },
  {
    id: 'live-connection',
    title: 'Azure loses the connection',
    sentence: 'No sign of life of the browser has come for a while: for a second here. A session does not reconnect.',
    group: GROUP,
    switches: [{ name: 'live.lostSeconds', value: 1 }],
    profile: PROFILE,
    showsInCall: true,
    expects: 'live-connection-lost',
  },
];
