/** What the app logs outside of a request: the host has it as lines of a console and ranks them by their words alone. */
import { type System, startSystem } from './system.ts';

let troubled: System;
let withoutIdentity: System;
beforeAll(async () => {
  troubled = await startSystem({
    telemetry: true,
    realClock: true,
    settings: {
      'realtime:cors:origins': '["http://app.example.com"]',
      'realtime:nonsense': 'x',
      'realtime:secretSeconds': 'x',
      'realtime:profiles:warnings': '{"nonsense":1}',
      'realtime:profiles:readable': '{"session":{"type":"realtime"}}',
      'realtime:profiles:readable:instructions': 'Be kind.',
    },
    prepare: ({ switches }) => {
      switches.set('ingestion.status', '500');
      switches.set('issuer.jwks', 'odd');
    },
  });
  withoutIdentity = await startSystem({
    realClock: true,
    prepare: ({ switches }) => switches.set('identity.status', '400'),
  });
  await troubled.mint();
});
afterAll(async () => {
  await troubled.stop();
  await withoutIdentity.stop();
});

test.each([
  ['settings_loaded', 'information', () => troubled],
  ['settings_unknown', 'warning', () => troubled],
  ['settings_unusable', 'error', () => troubled],
  ['settings_unusable', 'error', () => withoutIdentity],
  ['profile_invalid', 'error', () => troubled],
  ['instructions_readable', 'warning', () => troubled],
  ['origin_unprotected', 'warning', () => troubled],
  ['issuer_keys_ignored', 'warning', () => troubled],
  ['credential_unavailable', 'error', () => withoutIdentity],
  ['telemetry_lost', 'warning', () => troubled],
] as const)('an operator finds %s as %s', async (event, level, of) => {
  await of().logged(event);
  const lines = of().host.logs.filter(({ message }) => message.includes(`"event":"${event}"`));
  expect(lines.map((line) => [line.level, line.invocationId])).toEqual(lines.map(() => [level, undefined]));
});
