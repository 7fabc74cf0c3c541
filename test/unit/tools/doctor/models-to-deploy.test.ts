/** Which model of a list the doctor says to deploy. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import type { Circumstances } from '../../../../tools/doctor/lifecycle.ts';
import { chooseRealtime, chooseVoice, defaultOf } from '../../../../tools/doctor/models.ts';
import { aModel, NONE, NOW } from './a-model.ts';

describe('what to deploy', () => {
  const old = aModel('gpt-realtime-mini', '2025-10-06', '2027-01-01');
  const mini = aModel('gpt-realtime-mini', '2025-12-15', '2027-01-01', { isDefaultVersion: true });
  const large = aModel('gpt-realtime', '2025-08-28', '2027-01-01');
  const chat = aModel('gpt-4o', '1', '2027-01-01', { capabilities: {} });
  const inState = (lifecycleStatus: string, model: AccountModel) => ({ ...model, lifecycleStatus });
  const next = inState(
    'GenerallyAvailable',
    aModel('gpt-realtime-2.1-mini', '2026-07-07', '2027-06-25', { isDefaultVersion: true }),
  );
  const having = ({ name = '', version = '' }: AccountModel): Circumstances => ({
    ...NONE,
    deployed: [{ properties: { model: { name, version } } }],
  });

  test('is the wanted model where it is realtime, else the mini one, in its default version', () => {
    expect(chooseRealtime([chat, old, mini, large], NONE, 'gpt-realtime')).toBe(large);
    expect(chooseRealtime([chat, old, mini, large], NONE, 'gpt-4o')).toBe(mini);
    expect(chooseRealtime([chat, old, mini, large], NONE, 'gpt-realtime-chat')).toBe(mini);
    expect(chooseRealtime([chat, large], NONE, 'our-voice')).toBe(large);
    expect(chooseRealtime([chat], NONE, 'gpt-4o')).toBeUndefined();
  });

  test.each(['Deprecating', 'Deprecated', 'Legacy'])(
    'is never a version that is %s where the subscription has none of it, wished for or not',
    (state) => {
      const models = [inState(state, mini), large, next];
      expect(chooseRealtime(models, NONE)).toBe(next);
      expect(chooseRealtime(models, NONE, 'gpt-realtime-mini')).toBe(next);
      expect(chooseRealtime([inState(state, mini)], NONE)).toBeUndefined();
      expect(
        chooseRealtime(
          [inState(state, large), mini, inState('Preview', aModel('gpt-realtime-3', '1', '2029-01-01'))],
          NONE,
          'gpt-realtime',
        ),
      ).toMatchObject({ name: 'gpt-realtime-3' });
      expect(chooseRealtime([inState(state, mini), old], NONE)).toBe(old);
    },
  );

  test('may be a version that is leaving where the subscription has it, and none that is retired', () => {
    expect(chooseRealtime([inState('Deprecating', mini), next], having(mini))).toMatchObject({ name: mini.name });
    expect(chooseRealtime([inState('Deprecating', mini), next], having(old))).toBe(next);
    expect(chooseRealtime([inState('Deprecated', mini), next], having(mini))).toBe(next);
  });

  test('is none whose day has passed, though its state lags behind', () => {
    const past = inState(
      'GenerallyAvailable',
      aModel('gpt-realtime-mini', '2025-12-15', '2026-11-22', { isDefaultVersion: true }),
    );
    expect(chooseRealtime([past, next], NONE)).toBe(next);
    expect(chooseRealtime([past, next], { ...NONE, nowEpochMs: NOW - 86_400_000 })).toBe(past);
  });

  test('is of several versions one that is generally available before one in a state that nobody knows', () => {
    const odd = inState('Sunsetting', mini);
    expect(chooseRealtime([odd, inState('GenerallyAvailable', old)], NONE)).toMatchObject({ version: old.version });
    expect(chooseRealtime([odd, inState('Stable', old)], NONE)).toMatchObject({ version: old.version });
    expect(chooseRealtime([odd], NONE)).toBe(odd);
  });

  test('is of the Live API only where a model of it is wanted by those who may deploy one', () => {
    const live = inState('Preview', aModel('gpt-live-1', '1', '2028-01-01', { isDefaultVersion: true }));
    expect(chooseRealtime([live], NONE, 'gpt-live-1')).toBeUndefined();
    expect(chooseRealtime([live, mini], NONE, 'gpt-live-1')).toBe(mini);
    expect(chooseVoice([live, mini], NONE, 'gpt-live-1')).toBe(live);
    expect(chooseVoice([mini], NONE, 'gpt-live-1')).toBeUndefined();
    expect(chooseVoice([live, mini], NONE, 'gpt-realtime-mini')).toBe(mini);
    expect(chooseVoice([live, mini], NONE, 'gpt-4o')).toBe(mini);
  });

  test('is what Azure would take without a version: the default one, whatever its state', () => {
    expect(defaultOf([old, inState('Deprecating', mini)], 'gpt-realtime-mini')).toMatchObject({
      version: mini.version,
    });
    expect(defaultOf([old], 'gpt-realtime-mini')).toBe(old);
    expect(defaultOf([chat], 'gpt-4o')).toBeUndefined();
  });
});
