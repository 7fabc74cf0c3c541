import { errorOf, unwrap } from '../../support/result.ts';
import { aBrokenProfile, aProfile, problemsOf, readTexts } from './profiles-bench.ts';

const KEY = 'realtime:profiles:kiosk';
const LIMIT = 10_000;

/** A profile's JSON that is as long as the store lets it be, less `spare` characters. */
function aBodyOf(spare: number): string {
  const empty = JSON.stringify({ session: { type: 'realtime', instructions: '' } });
  const padding = 'x'.repeat(LIMIT - KEY.length - empty.length - spare);
  return JSON.stringify({ session: { type: 'realtime', instructions: padding } });
}

function instructionsOf(spare: number): string {
  return 'x'.repeat(LIMIT - `${KEY}:instructions`.length - spare);
}

describe('a profile in the store', () => {
  test.each(['{', 'voice', "{'session':{}}", '{"session":{}'])('that is no JSON is broken: %j', (text) => {
    expect(aBrokenProfile(text)).toEqual({
      name: 'kiosk',
      requires: undefined,
      problems: [{ key: KEY, problem: 'is not JSON' }],
    });
  });

  test.each(['[]', 'null', '"x"', '7'])('that is JSON and no object is broken: %s', (text) => {
    expect(problemsOf(text)).toEqual(['must be an object']);
  });

  test('tells every mistake at once, under its key', () => {
    const { problems } = aBrokenProfile({ secretSeconds: 5, colour: 'red', session: { type: 'realtime', voice: 'x' } });
    expect(problems.map(({ key }) => key)).toEqual([KEY, KEY, KEY]);
    expect(problems.map(({ problem }) => problem)).toEqual([
      'at /secretSeconds must be at least 10',
      'at /colour is not a member that exists here',
      'at /session/voice is a name of the beta: write it as audio.output.voice',
    ]);
  });

  test('keeps what it requires, though other things are wrong with it', () => {
    expect(aBrokenProfile({ requires: { role: 'Support' }, direct: 'no' }).requires).toEqual({ role: 'Support' });
    expect(aBrokenProfile({ requires: { role: 'two words' } }).requires).toBeUndefined();
  });
});

describe('a value at the store’s limit', () => {
  test('is good one character below it, key included', () => {
    expect(aProfile(JSON.parse(aBodyOf(1)))).toMatchObject(JSON.parse(aBodyOf(1)));
    expect(aProfile({}, instructionsOf(1)).session.instructions).toBe(instructionsOf(1));
  });

  test('is named, with where its long text can go, also when it is no JSON any more', () => {
    const problem =
      'is at the store’s limit of 10000 characters, key included, so its end may be cut off: move the session’s instructions to realtime:profiles:kiosk:instructions';
    expect(problemsOf(aBodyOf(0))).toEqual([problem]);
    expect(problemsOf(aBodyOf(-100).slice(0, LIMIT - KEY.length))).toEqual([problem]);
  });

  test('is named where it is the instructions: half a prompt may lack the half that matters', () => {
    expect(aBrokenProfile({}, instructionsOf(0)).problems).toEqual([
      {
        key: `${KEY}:instructions`,
        problem: 'is at the store’s limit of 10000 characters, key included, so its end may be cut off: shorten it',
      },
    ]);
  });
});

test('the app’s own deployment and lifetime count where the profile has none', () => {
  expect(aProfile()).toMatchObject({ servedAt: [{ deployment: 'gpt-realtime' }], secretSeconds: 60 });
  expect(aProfile({ deployment: 'mini', secretSeconds: 7_200 })).toMatchObject({
    servedAt: [{ deployment: 'mini' }],
    secretSeconds: 7_200,
  });
});

test('a broken profile breaks no other', () => {
  const profiles = readTexts({ 'profiles:a': '{', 'profiles:b': '{}' });
  expect(errorOf(profiles.get('a') ?? fail()).name).toBe('a');
  expect(unwrap(profiles.get('b') ?? fail()).name).toBe('b');
  expect(unwrap(profiles.get('default') ?? fail()).name).toBe('default');
});

function fail(): never {
  throw new Error('There is no such profile.');
}
