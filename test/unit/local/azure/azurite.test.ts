/** Azurite is started through classes that it does not promise: an upgrade that changes them has to say so. */
import { readFileSync } from 'node:fs';
import { PARAMETER_NAMES, toParameters } from '../../../../local/azure/storage/azurite-parameters.ts';

const source = readFileSync(require.resolve('azurite/dist/src/table/TableConfiguration.js'), 'utf8');
const [, parameters = ''] = /\bconstructor\((.*)\) \{/.exec(source) ?? [];

test('its parameters are those that it is started with, one for one', () => {
  const names = [...parameters.matchAll(/(?:^|, )(\w+)/g)].map(([, name]) => name);
  const advice = 'Azurite takes other parameters now: bring local/azure/storage/azurite-parameters.ts into its order.';
  expect({ advice, names }).toEqual({ advice, names: PARAMETER_NAMES });
});

test('the port stands where Azurite reads it', () => {
  const given = toParameters(10_002);
  expect(given).toHaveLength(PARAMETER_NAMES.length);
  expect(given[PARAMETER_NAMES.indexOf('port')]).toBe(10_002);
});
