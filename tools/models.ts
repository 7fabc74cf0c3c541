/**
 * Says which models of infra/models.json end within 90 days. The calendar alone fails no check: only with
 * `--fail-within <days>`, as the weekly workflow asks, does a default that is so near its end.
 */
import { parseArgs } from 'node:util';
import { endsWithin } from './models/model-ends.ts';
import { DATED_MODELS, isTaken } from './models/model-table.ts';

const TOLD_DAYS = 90;

const { values } = parseArgs({ options: { 'fail-within': { type: 'string' } } });
const failWithin = values['fail-within'] === undefined ? Number.NEGATIVE_INFINITY : Number(values['fail-within']);
if (Number.isNaN(failWithin)) throw new TypeError('--fail-within takes a number of days.');
const now = Date.now();

for (const { line } of endsWithin(TOLD_DAYS, DATED_MODELS, now)) console.log(line);
const late = endsWithin(failWithin, DATED_MODELS.filter(isTaken), now);
if (late.length > 0) {
  const names = [...new Set(late.map(({ model }) => model.name))].join(', ');
  console.error(
    `\nDeployed where nobody chooses, and ending within ${failWithin} days: ${names}. Ask Azure (docs/operations.md, When the model retires), then correct infra/models.json: the day, or the default.`,
  );
  process.exitCode = 1;
}
