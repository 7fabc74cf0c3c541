/** What an alert measures is a number that its query gives. */
import { readFileSync } from 'node:fs';
import ALERTS from '../../infra/monitoring/alerts.json';
import { createParser } from './kusto.ts';

const parse = createParser();

/** With what only some of them have. */
const RULES: Readonly<Record<string, { query: string; column: string; scope?: string; dimensions?: string[] }>> =
  ALERTS;

test.each(Object.entries(RULES))('%s measures a number of its query, by texts of it', (_name, rule) => {
  const text = readFileSync(`infra/monitoring/queries/${rule.query}.kql`, 'utf8')
    .replace('@@modelRetires@@', '2026-12-15')
    .replace('@@settingsWriters@@', '[]');
  const { columns } = parse(text, rule.scope === 'workspace' ? 'workspace' : 'component');
  expect(['real', 'long', 'int']).toContain(columns[rule.column]);
  for (const dimension of rule.dimensions ?? []) expect(columns[dimension]).toBe('string');
});

test('or it is noticed: a column that the query does not give', () => {
  expect(parse('customEvents | project timestamp').columns['failurePercent']).toBeUndefined();
});
