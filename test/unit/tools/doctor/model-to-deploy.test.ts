/** Which model a new deployment begins with, by what Resource Manager lists. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import { chooseLasting } from '../../../../tools/doctor/before/model-to-deploy.ts';

const NOW = Date.parse('2031-01-01T00:00:00Z');
const MINI = 'gpt-realtime-mini';
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString();

function model(name: string, days: number, lifecycleStatus = 'GenerallyAvailable'): AccountModel {
  return { name, version: '1', lifecycleStatus, deprecation: { inference: inDays(days) } };
}

function choose(...models: readonly AccountModel[]): string | undefined {
  return chooseLasting(models, MINI, { deployed: [], nowEpochMs: NOW })?.name;
}

test('the wanted model is taken as long as ninety days are left of it', () => {
  expect(choose(model('gpt-realtime-2.1-mini', 400), model(MINI, 90))).toBe(MINI);
  expect(choose(model('gpt-realtime-2.1-mini', 400), model(MINI, 89))).toBe('gpt-realtime-2.1-mini');
});

test.each(['Deprecating', 'Legacy', 'Preview'])('it is left where Azure calls it %s', (state) => {
  expect(choose(model(MINI, 400, state), model('gpt-realtime-2.1-mini', 400))).toBe('gpt-realtime-2.1-mini');
});

test('its successor is of its size, then the first of the table', () => {
  expect(choose(model('gpt-realtime', 900), model('gpt-realtime-2.1-mini', 100))).toBe('gpt-realtime-2.1-mini');
  expect(choose(model('gpt-realtime-2.1', 900), model('gpt-realtime-1.5', 100))).toBe('gpt-realtime-1.5');
});

test('where nothing lasts it is what lasts longest of what stands best', () => {
  expect(choose(model(MINI, 17), model('gpt-realtime', 60), model('gpt-realtime-2', 300, 'Preview'))).toBe(
    'gpt-realtime',
  );
});

test('nothing is taken that Azure does not let this subscription deploy', () => {
  expect(choose(model(MINI, 400, 'Deprecated'), model('gpt-realtime', -1))).toBeUndefined();
});
