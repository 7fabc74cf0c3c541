/** Every query that ships, in the workbook, in an alert and in the runbook. */
import { readdirSync, readFileSync } from 'node:fs';
import WORKBOOK from '../../infra/monitoring/workbook.json';
import { createParser, type Place } from './kusto.ts';
import { complain } from './rules.ts';

const FOLDER = 'infra/monitoring/queries';
const FILES = readdirSync(FOLDER).map((file) => [file, readFileSync(`${FOLDER}/${file}`, 'utf8')] as const);

const BLOCKS = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^```kql\n(.*?)^```/gms)].map(
  ([, text = ''], index) => [`block ${index + 1} of docs/operations.md`, text] as const,
);

/** As its tile of the workbook asks. */
function placeOf(file: string): Place {
  const tile = WORKBOOK.items.find(({ name }) => name === file.replace('.kql', ''));
  return tile?.content.resourceType === 'microsoft.operationalinsights/workspaces' ? 'workspace' : 'component';
}

const parse = createParser();
const filled = (text: string) =>
  text.replace('@@modelRetires@@', '2026-12-15').replace('@@settingsWriters@@', '["id"]');
const complaints = (text: string, place?: Place) => complain(filled(text), parse, place);

test.each([...FILES, ...BLOCKS])(
  '%s parses, names only what telemetry tells, and counts what sampling left out',
  (file, text) => {
    expect(complaints(text, placeOf(file))).toEqual([]);
  },
);

test.each(FILES)('%s begins with what it shows', (_file, text) => {
  expect(text).toMatch(/^\/\/ [A-Z].*\.\n/);
});

test.each([
  ['a mistake in writing', 'customEvents | wher name == "mint"', 'KS'],
  ['an unknown table', 'AppEvents | take 1', 'KS204'],
  ['an unknown column', 'customEvents | where nam == "mint"', 'KS142'],
  ['an unknown function', 'customEvents | extend a = percentilew95(itemCount)', 'KS211'],
  ['an event that is not told', 'customEvents | where name in ("mint", "minted")', 'no record is named minted'],
  ['an event in the table of calls', 'dependencies | where name == "mint"', 'no record is named mint'],
  [
    'a property that is not told',
    'customEvents | extend a = customDimensions.prompt',
    'customDimensions has no prompt',
  ],
  [
    'a property of another event',
    'customEvents | where name == "readiness_change" | extend a = customDimensions["outcome"]',
    'customDimensions has no outcome',
  ],
  [
    'a measurement that is not told',
    'customEvents | where name == "mint" | extend a = todouble(customMeasurements.call)',
    'customMeasurements has no call',
  ],
  ['an alias of all properties', 'customEvents | extend d = customDimensions', 'customDimensions is used as a whole'],
  ['a value that cannot be', 'customEvents | where customDimensions.outcome == "ok"', 'outcome is never ok'],
  ['a code that is none', 'customEvents | where customDimensions.code != "quota"', 'code is never quota'],
  [
    'a diagnosis that is none',
    'customEvents | where tostring(customDimensions.diagnosis) in ("role")',
    'is never role',
  ],
  ['a table of the workspace at the component', 'AACAudit | take 1', 'KS204'],
  ['a count of rows', 'customEvents | summarize count()', 'count() does not see itemCount'],
  ['a percentile of rows', 'dependencies | summarize percentile(duration, 95)', 'percentile() does not see itemCount'],
])('or it is noticed: %s', (_what, text, complaint) => {
  expect(complaints(text)).toContainEqual(expect.stringContaining(complaint));
});
