/** What a list of models says: the realtime family, requests a minute, retirement and what follows. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import type { Circumstances } from '../../../../tools/doctor/lifecycle.ts';
import {
  chooseRealtime,
  chooseVoice,
  daysUntil,
  defaultOf,
  isRealtimeFamily,
  requestsPerMinute,
  retirementOf,
  successorOf,
} from '../../../../tools/doctor/models.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const NONE: Circumstances = { deployed: [], nowEpochMs: NOW };
const REALTIME = { realtime: 'true' };

function aModel(name: string, version: string, end: string, more: Partial<AccountModel> = {}): AccountModel {
  return { name, version, capabilities: REALTIME, deprecation: { inference: `${end}T00:00:00Z` }, ...more };
}

function aDeployment(capacity: number | undefined, sku = 'GlobalStandard'): Deployment {
  return { sku: { name: sku, ...(capacity !== undefined && { capacity }) } };
}

describe('the realtime family', () => {
  test.each([
    'gpt-realtime',
    'gpt-realtime-mini',
    'gpt-realtime-2.1-mini',
    'gpt-4o-realtime-preview',
    'gpt-4o-mini-realtime-preview',
  ])('has %s', (name) => expect(isRealtimeFamily(name, REALTIME)).toBe(true));
  test.each([
    'gpt-4o',
    'gpt-4.1',
    'gpt-audio',
    'whisper',
    'gpt-realtime-whisper',
    'gpt-realtime-translate',
    'gpt-4o-transcribe',
    'gpt-4o-mini-transcribe',
    'gpt-live-1',
  ])('does not have %s, whatever its capabilities say', (name) => expect(isRealtimeFamily(name, REALTIME)).toBe(false));
  test('wants the capability where it is known, and goes by the name where it is not', () => {
    expect(isRealtimeFamily('gpt-realtime', { realtime: 'false' })).toBe(false);
    expect(isRealtimeFamily('gpt-realtime', {})).toBe(false);
    expect(isRealtimeFamily('gpt-realtime')).toBe(true);
  });
});

describe('requests a minute', () => {
  const limits = (...rateLimits: object[]) => ({
    skus: [
      { name: 'GlobalStandard', rateLimits },
      { name: 'Standard', rateLimits: [{ key: 'request', count: 99, renewalPeriod: 60 }] },
    ],
  });
  const request = { key: 'request', count: 3, renewalPeriod: 60 };
  const token = { key: 'token', count: 10_000, renewalPeriod: 60 };

  test.each([
    [1, 3],
    [20, 60],
    [100, 300],
  ])('of capacity %d are %d where one unit gives three', (capacity, requests) => {
    expect(requestsPerMinute(aDeployment(capacity), limits(request, token))).toBe(requests);
  });

  test('are those of the requests’ limit, whichever comes first', () => {
    expect(requestsPerMinute(aDeployment(1), limits(token, request))).toBe(3);
  });

  test('are scaled where the period is not a minute', () => {
    expect(requestsPerMinute(aDeployment(2), limits({ key: 'request', count: 1, renewalPeriod: 10 }))).toBe(12);
  });

  test('are not known without a limit, a period, a capacity or the SKU', () => {
    expect(requestsPerMinute(aDeployment(1), limits(token))).toBeUndefined();
    expect(requestsPerMinute(aDeployment(1), limits({ key: 'request', count: 3 }))).toBeUndefined();
    expect(requestsPerMinute(aDeployment(undefined), limits(request))).toBeUndefined();
    expect(requestsPerMinute(aDeployment(1, 'DataZoneStandard'), limits(request))).toBeUndefined();
    expect(requestsPerMinute(aDeployment(1), undefined)).toBeUndefined();
  });
});

describe('retirement', () => {
  test.each([
    ['2026-12-15T00:00:00Z', 23],
    ['2026-11-23T00:00:00Z', 1],
    ['2026-11-22T10:00:01Z', 1],
    ['2026-11-22T10:00:00Z', 0],
    ['2026-11-19T00:00:00Z', -3],
  ])('%s is %d days from noon of 22 November 2026', (end, days) => {
    expect(daysUntil(new Date(end), NOW)).toBe(days);
  });

  test('is the earlier of the model’s end and its SKU’s', () => {
    const model = aModel('m', '1', '2027-03-01', {
      skus: [
        { name: 'GlobalStandard', deprecationDate: new Date('2027-01-01') },
        { name: 'Standard', deprecationDate: new Date('2026-12-01') },
      ],
    });
    expect(retirementOf(model, 'GlobalStandard')).toEqual(new Date('2027-01-01'));
    expect(retirementOf(model)).toEqual(new Date('2027-03-01'));
  });

  test('is not known where there is no date, or none that is one', () => {
    expect(retirementOf({ name: 'm' })).toBeUndefined();
    expect(retirementOf({ deprecation: { inference: 'soon' } })).toBeUndefined();
  });
});

describe('the successor', () => {
  const mini = aModel('gpt-realtime-mini', '2025-12-15', '2026-12-15');

  test('is what Resource Manager names', () => {
    const next = aModel('gpt-realtime-9', '1', '2026-12-01');
    const named = { ...mini, replacementConfig: { targetModelName: 'gpt-realtime-9', targetModelVersion: '1' } };
    expect(successorOf(named, [named, next, aModel('gpt-realtime-mini', '2', '2028-01-01')], NOW)).toBe(next);
  });

  test('is a later version of the same model before another model', () => {
    const later = aModel('gpt-realtime-mini', '2026-10-01', '2027-10-01');
    expect(successorOf(mini, [mini, aModel('gpt-realtime-2.1-mini', '1', '2029-01-01'), later], NOW)).toBe(later);
  });

  test('is a mini one for a mini one, and generally available before a preview', () => {
    const preview = aModel('gpt-realtime-3-mini', '1', '2029-01-01', { lifecycleStatus: 'Preview' });
    const next = aModel('gpt-realtime-2.1-mini', '1', '2027-06-25', { lifecycleStatus: 'GenerallyAvailable' });
    expect(successorOf(mini, [mini, aModel('gpt-realtime', '1', '2029-01-01'), preview, next], NOW)).toBe(next);
    expect(successorOf(mini, [mini, preview], NOW)).toBe(preview);
  });

  test('lasts longer, is of the family, and is not retired itself', () => {
    const others = [
      aModel('gpt-realtime-mini', '2025-10-06', '2026-12-01'),
      aModel('gpt-4o-transcribe', '1', '2029-01-01'),
      aModel('gpt-4o', '1', '2029-01-01'),
    ];
    expect(successorOf(mini, [mini, ...others], NOW)).toBeUndefined();
    const retired = aModel('gpt-realtime-mini', '2025-12-15', '2026-01-01');
    const gone = aModel('gpt-realtime', '1', '2026-02-01');
    expect(successorOf(retired, [retired, gone], NOW)).toBeUndefined();
  });
});

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

describe('the successor of a model that is leaving', () => {
  const mini = aModel('gpt-realtime-mini', '2025-12-15', '2027-06-15', { lifecycleStatus: 'Deprecating' });
  const next = aModel('gpt-realtime-2.1-mini', '1', '2027-06-25', { lifecycleStatus: 'GenerallyAvailable' });

  test.each(['Deprecating', 'Deprecated', 'Legacy'])(
    'is none that is %s itself, though Azure names it',
    (lifecycleStatus) => {
      const leaving = aModel('gpt-realtime-mini', '2026-06-01', '2029-01-01', { lifecycleStatus });
      const named = { ...mini, replacementConfig: { targetModelName: 'gpt-realtime-mini' } };
      expect(successorOf(mini, [mini, leaving, next], NOW)).toBe(next);
      expect(successorOf(named, [mini, leaving, next], NOW)).toBe(next);
      expect(successorOf(mini, [mini, leaving], NOW)).toBeUndefined();
    },
  );

  test('is the default version of the model that Azure names without one', () => {
    const named = { ...mini, replacementConfig: { targetModelName: 'gpt-realtime-9' } };
    const versions = [
      aModel('gpt-realtime-9', '1', '2029-01-01'),
      aModel('gpt-realtime-9', '2', '2028-01-01', { isDefaultVersion: true }),
    ];
    expect(successorOf(named, [mini, next, ...versions], NOW)).toMatchObject({ name: 'gpt-realtime-9', version: '2' });
  });

  test('may end before the day that a retired one still has in the list', () => {
    const early = aModel('gpt-realtime-1.5', '1', '2027-01-01', { lifecycleStatus: 'GenerallyAvailable' });
    expect(successorOf({ ...mini, lifecycleStatus: 'Deprecated' }, [early], NOW)).toBe(early);
    expect(successorOf(mini, [early], NOW)).toBeUndefined();
  });
});
