/** What a list of models says: the realtime family, requests a minute, retirement and what follows. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import {
  daysUntil,
  isRealtimeFamily,
  requestsPerMinute,
  retirementOf,
  successorOf,
} from '../../../../tools/doctor/models.ts';
import { aModel, NOW, REALTIME } from './a-model.ts';

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
