/** An upgrade in place: this version finds what the version before left, and nobody is served otherwise for it. */
import type { RunningHost } from '../../local/host/start-host.ts';
import { ASKED, type CallerName } from './callers.ts';
import { type Answer, type Deployment, type Row, startDeployment } from './deployment.ts';
import { STORE } from './real-names.ts';
import { readRecorded } from './recorded.ts';

const settings = readRecorded('settings');
const answers = readRecorded('answers');
/** Within the hour that counts. */
const WRITTEN_MS_AGO = 10 * 60_000;

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment(settings);
});
afterAll(() => deployment.stop());

describe('whoever asks after an upgrade is answered as before:', () => {
  let host: RunningHost;
  const after: Record<string, Answer> = {};
  beforeAll(async () => {
    host = await deployment.start();
    for (const [what, asked] of Object.entries(ASKED)) after[what] = await deployment.ask(host, asked);
  });

  test.each(Object.keys(answers))('%s', (what) => {
    expect(after[what]).toEqual(answers[what]);
  });

  test('and of what is asked nothing was left out', () => {
    expect(Object.keys(answers)).toEqual(Object.keys(ASKED));
    const codes = new Set(Object.values(answers).map(({ status, code }) => `${status} ${code ?? ''}`));
    expect(codes.size).toBeGreaterThan(6);
  });

  test('and none of the keys is unknown or wrong now', () => {
    expect(host.output()).toContain('"settings_loaded"');
    expect(host.output()).not.toMatch(/settings_unknown|settings_unusable/);
  });
});

describe('whoever was revoked stays so after an upgrade', () => {
  const REVOKED: readonly CallerName[] = ['sentAway', 'sentAwayByProvider', 'sentAwayAtTheSlash'];
  /** Older settings are refreshed behind a request; a secret of 120 s from Azure, whose clock stays, is still one. */
  const OLD_MS = 40_000;

  test.each([
    ['as the template gives it', STORE],
    ['with a slash', `${STORE}/`],
  ])('of the app, and then of the template, with the store’s address %s', async (_what, endpoint) => {
    deployment.write(settings);
    const host = await deployment.start('.', { AZURE_APPCONFIGURATION_ENDPOINT: endpoint });
    const callersSeen = async () => {
      for (const caller of REVOKED)
        expect(await deployment.ask(host, { caller })).toMatchObject({ status: 403, code: 'caller_revoked' });
      const neighbour = await deployment.ask(host, { caller: 'bert' });
      expect(neighbour).toMatchObject({ status: 200 });
      return neighbour.caller;
    };
    const before = await callersSeen();
    deployment.write([...settings, { key: 'realtime:salt', value: `${STORE}#`, content_type: 'text/plain' }]);
    await host.advance(OLD_MS);
    while (host.output().split('"settings_loaded"').length < 3) await deployment.ask(host, { caller: 'sentAway' });
    expect(await callersSeen()).toBe(before);
  });
});

describe('a quota that was used in part', () => {
  test('is used up by exactly what was left, row by row', async () => {
    deployment.write(settings);
    for (const row of readRecorded('rows')) await deployment.table.upsertEntity(movedToNow(row), 'Replace');
    const host = await deployment.start();
    // What each has left of five is in the last answer that it had.
    expect(await deployment.mintAll([host], 'anna')).toBe(2);
    expect(await deployment.mintAll([host], 'app')).toBe(4);
    expect(await deployment.mintAll([host], 'carla')).toBe(4);
    expect(await deployment.ask(host, { caller: 'anna' })).toMatchObject({ status: 429, code: 'quota_exceeded' });
  });
});

/** Only the first instant of a row is one; the others are counted from it. */
function movedToNow({ issued, ...row }: Row) {
  const [, ...rest] = issued.value.split('.');
  const first = (Date.now() - WRITTEN_MS_AGO).toString(36);
  return { ...row, issued: { ...issued, value: [first, ...rest].join('.') } };
}
