import { chooseProfile } from '../../../src/profiles/choose-profile.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { readTexts } from './profiles-bench.ts';

const NOBODY = { scopes: [], roles: [] };
const STAFF = { scopes: ['access_as_user', 'voice'], roles: ['Support'] };

const profiles = readTexts({
  'profiles:open': '{}',
  'profiles:scoped': '{"requires":{"scope":"voice"}}',
  'profiles:roled': '{"requires":{"role":"Support"}}',
  'profiles:broken': '{"requires":{"role":"Support"},"colour":1}',
  'profiles:hopeless': '{',
  'profiles:greeting': '{"variables":{"name":{"maxLength":80}}}',
  'profiles:greeting:instructions': 'Greet {{name}}.',
});

describe('the profile of a caller', () => {
  test('is the default where they name none', () => {
    expect(unwrap(chooseProfile(profiles, undefined, NOBODY)).name).toBe('default');
    expect(unwrap(chooseProfile(profiles, 'default', NOBODY)).name).toBe('default');
    expect(unwrap(chooseProfile(profiles, 'open', NOBODY)).name).toBe('open');
  });

  test.each(['scoped', 'roled'])('is %s for whoever carries what it requires', (name) => {
    expect(unwrap(chooseProfile(profiles, name, STAFF)).name).toBe(name);
  });

  test.each([
    ['scoped', { scopes: ['access_as_user'], roles: ['voice'] }],
    ['roled', { scopes: ['Support'], roles: ['support'] }],
    ['scoped', NOBODY],
    ['broken', NOBODY],
  ])('is not %s for who does not, and they learn nothing about it: %j', (name, caller) => {
    expect(errorOf(chooseProfile(profiles, name, caller))).toEqual({
      reason: 'profile_not_permitted',
      cause: 'requirement',
    });
  });

  test.each(['', 'Open', 'other', 'constructor', '__proto__', 'open:instructions'])('does not exist: %j', (name) => {
    expect(errorOf(chooseProfile(profiles, name, STAFF))).toEqual({
      reason: 'profile_not_permitted',
      cause: 'unknown',
    });
  });

  test('that is broken is unavailable to its own callers', () => {
    expect(errorOf(chooseProfile(profiles, 'broken', STAFF))).toMatchObject({
      reason: 'profile_invalid',
      profile: 'broken',
      problems: [{ key: 'realtime:profiles:broken' }],
    });
    expect(errorOf(chooseProfile(profiles, 'hopeless', NOBODY))).toMatchObject({ reason: 'profile_invalid' });
  });

  test.each([
    ['{"requires":{"scope":"voice"}}', { scope: 'voice', role: undefined }],
    ['{"requires":{"role":"Support"}}', { scope: undefined, role: 'Support' }],
  ])('that is the default asks openly for what it requires: %s', (text, required) => {
    const only = readTexts({ 'profiles:default': text });
    const forbidden = { reason: 'profile_forbidden', cause: 'requirement', ...required };
    expect(errorOf(chooseProfile(only, undefined, NOBODY))).toEqual(forbidden);
    expect(errorOf(chooseProfile(only, 'default', NOBODY))).toEqual(forbidden);
    expect(chooseProfile(only, undefined, STAFF).ok).toBe(true);
  });

  test('with variables is for the end users of an app, which fills them in', () => {
    const endUser = { ...NOBODY, statedBy: {} };
    expect(unwrap(chooseProfile(profiles, 'greeting', endUser)).name).toBe('greeting');
    expect(errorOf(chooseProfile(profiles, 'greeting', STAFF))).toEqual({
      reason: 'profile_not_permitted',
      cause: 'variables',
    });
    expect(unwrap(chooseProfile(profiles, 'open', endUser)).name).toBe('open');
    const only = readTexts({
      'profiles:default': '{"variables":{"name":{"maxLength":80}}}',
      'profiles:default:instructions': 'Greet {{name}}.',
    });
    expect(errorOf(chooseProfile(only, undefined, STAFF))).toMatchObject({
      reason: 'profile_forbidden',
      cause: 'variables',
    });
    expect(chooseProfile(only, undefined, endUser).ok).toBe(true);
  });
});
