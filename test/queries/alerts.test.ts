/** What an alert measures is a number that its query gives. */
import { readFileSync } from 'node:fs';
import ALERTS from '../../infra/monitoring/alerts.json';
import { createParser } from './kusto.ts';

const parse = createParser();

test.each(Object.entries(ALERTS))('%s measures a number of its query', (_name, { query, column }) => {
  const text = readFileSync(`infra/monitoring/queries/${query}.kql`, 'utf8').replace('@@modelRetires@@', '2026-12-15');
  expect(['real', 'long', 'int']).toContain(parse(text).columns[column]);
});

test('or it is noticed: a column that the query does not give', () => {
  expect(parse('customEvents | project timestamp').columns['failurePercent']).toBeUndefined();
});
