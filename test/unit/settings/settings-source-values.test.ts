import { errorOf, unwrap } from '../../support/result.ts';
import { storedSettings } from '../../support/stored-settings.ts';
import { aSettingsBench as aBench, pollAndRead } from './settings-bench.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

describe('a wrong value', () => {
  const wrong = storedSettings({ deployment: 'two words', secretSeconds: '30' });
  const problems = [{ key: 'realtime:deployment', problem: expect.stringContaining('name of a deployment') as string }];

  test('of a key that limits is an answer that names it, when no good one was seen', async () => {
    const { source } = aBench(wrong);
    expect(errorOf(await source.get())).toEqual({ reason: 'settings_invalid', problems });
  });

  test('of another key serves a cold app with its default, and is reported all the same', async () => {
    const bench = aBench(storedSettings({ secretSeconds: '5' }));
    const settings = unwrap(await bench.source.get());
    expect(settings.secretSeconds).toBe(60);
    const found = [{ key: 'realtime:secretSeconds', problem: 'must be at least 10' }];
    expect(bench.source.rejected()).toEqual(found);
    expect(bench.log.of('settings_unusable')).toMatchObject([{ reason: 'settings_invalid', problems: found }]);
  });

  test('never replaces a good one, is known to be wrong, and holds no other key back', async () => {
    const bench = aBench();
    await bench.deployment();
    expect(bench.source.rejected()).toEqual([]);
    bench.store.stored = wrong;
    bench.clock.advance(30 * SECOND_MS);
    expect(await pollAndRead(bench)).toBe('gpt-realtime');
    expect(unwrap(await bench.source.get()).secretSeconds).toBe(30);
    expect(bench.source.rejected()).toEqual(problems);
  });

  test('does not let the good one grow too old while the store answers', async () => {
    const bench = aBench();
    await bench.deployment();
    bench.store.stored = wrong;
    for (let hour = 0; hour < 3; hour += 1) {
      bench.clock.advance(60 * MINUTE_MS);
      expect(await bench.deployment()).toBe('gpt-realtime');
    }
  });

  test('is reported once, not at each poll, and again when it is wrong in another way', async () => {
    const bench = aBench(wrong);
    for (let poll = 0; poll < 3; poll += 1) {
      await bench.source.get();
      bench.clock.advance(30 * SECOND_MS);
    }
    expect(bench.store.reads).toBe(3);
    expect(bench.log.of('settings_unusable')).toEqual([
      { level: 'error', event: 'settings_unusable', reason: 'settings_invalid', problems },
    ]);
    bench.store.stored = storedSettings({ deployment: undefined });
    await bench.source.get();
    expect(bench.log.of('settings_unusable')).toHaveLength(2);
  });

  test('is over when a good one comes, within a second of the mend however long it was wrong', async () => {
    const bench = aBench(wrong);
    for (let second = 0; second < 20; second += 1) {
      await bench.source.get();
      bench.clock.advance(SECOND_MS);
    }
    expect(bench.store.reads).toBe(20);
    bench.store.stored = storedSettings({ deployment: 'mended' });
    bench.clock.advance(SECOND_MS);
    expect(await bench.deployment()).toBe('mended');
    expect(bench.source.rejected()).toEqual([]);
    expect(bench.log.of('settings_loaded')).toHaveLength(1);
  });
});

describe('an origin of plain http', () => {
  test('that is not of this machine is a warning that names it: whoever is on the way can change its page', async () => {
    const insecure = ['http://app.example.com', 'http://203.0.113.7:8080'];
    const fine = ['https://app.example.com', 'http://localhost:5173', 'http://app.localhost', 'http://127.0.0.1:3000'];
    const origins = JSON.stringify([...insecure, ...fine, 'http://[::1]:3000', 'capacitor://localhost']);
    const bench = aBench(storedSettings({ 'cors:origins': origins }));
    expect(unwrap(await bench.source.get())['cors:origins']).toEqual(JSON.parse(origins));
    expect(bench.log.of('origin_unprotected')).toEqual([expect.objectContaining({ level: 'warn', origins: insecure })]);
  });
});

describe('the profiles', () => {
  test('that cannot be used are named in the log with key, place and fix, once, and change nothing else', async () => {
    const bench = aBench(storedSettings({ 'profiles:kiosk': '{"session":{"type":"realtime","voice":"canary"}}' }));
    expect(await bench.deployment()).toBe('gpt-realtime');
    bench.clock.advance(30 * SECOND_MS);
    await pollAndRead(bench);
    expect(bench.log.of('profile_invalid')).toEqual([
      {
        level: 'error',
        event: 'profile_invalid',
        profile: 'kiosk',
        problems: [
          {
            key: 'realtime:profiles:kiosk',
            problem: 'at /session/voice is a name of the beta: write it as audio.output.voice',
          },
        ],
      },
    ]);
    expect(bench.source.rejected()).toEqual([]);
    expect(JSON.stringify(bench.log.records)).not.toContain('canary');
  });

  test('whose instructions the page can read are a warning that says how to mend it, and not what they are', async () => {
    const bench = aBench(
      storedSettings({
        'profiles:open': '{}',
        'profiles:open:instructions': 'canary',
        'profiles:relayed': '{"direct":false,"filter":true,"session":{"type":"realtime","instructions":"canary"}}',
        'profiles:coach': '{"api":"live","deployment":"gpt-live","session":{"instructions":"canary"}}',
        'profiles:listed': JSON.stringify({
          api: 'live',
          deployment: 'gpt-live',
          session: { instructions: 'canary', client: { data_channel: { allowed_server_events: [{ type: 'error' }] } } },
        }),
      }),
    );
    await bench.deployment();
    const warning = (profile: string, way: string) => ({
      level: 'warn',
      profiles: [profile],
      meaning: expect.stringContaining(way) as string,
    });
    expect(bench.log.of('instructions_readable')).toEqual([
      expect.objectContaining(warning('open', '"filter": true')),
      expect.objectContaining(warning('coach', 'client.data_channel.allowed_server_events')),
    ]);
    expect(JSON.stringify(bench.log.records)).not.toContain('canary');
  });

  test('say nothing when there is nothing to say', async () => {
    const bench = aBench(storedSettings({ 'profiles:default': '{"direct":false}' }));
    await bench.deployment();
    expect(bench.log.records.map(({ event }) => event)).toEqual(['settings_loaded']);
  });

  test('whose pages connect by themselves are named once a load', async () => {
    const bench = aBench(storedSettings({ 'profiles:kiosk': '{"maxMinutes":5}' }));
    await bench.deployment();
    await bench.deployment();
    expect(bench.log.of('unleashed_profiles')).toMatchObject([{ level: 'warn', profiles: ['default'] }]);
  });
});

describe('unknown keys', () => {
  test('are a warning each time the settings change, and nothing else', async () => {
    const bench = aBench(storedSettings({ future: '1' }));
    expect(await bench.deployment()).toBe('gpt-realtime');
    bench.clock.advance(30 * SECOND_MS);
    await pollAndRead(bench);
    expect(bench.log.of('settings_unknown')).toEqual([
      { level: 'warn', event: 'settings_unknown', keys: ['realtime:future'] },
    ]);
    expect(bench.source.rejected()).toEqual([]);
  });
});
