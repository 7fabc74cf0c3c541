/** That the recorded state is the one that the version before writes, by running it. */
import type { Variant } from '../infra/compiler/variants.ts';
import { ASKED, type CallerName } from './callers.ts';
import { type Answer, type Deployment, type Row, startDeployment } from './deployment.ts';
import { operatorSettings } from './operator.ts';
import { findPreviousVersion, readPreviousFile } from './previous-version.ts';
import { STORE } from './real-names.ts';
import { type Made, type Recorded, readRecorded, writeRecorded } from './recorded.ts';

const before = findPreviousVersion();
const suite = before === undefined ? describe.skip : describe;

suite('the version before, as recorded: UPDATE_RECORDED=1 records it again', () => {
  let deployment: Deployment;
  const made: Partial<Recorded> = {};
  beforeAll(async () => {
    deployment = await startDeployment(operatorSettings([]));
    const settings = operatorSettings(await pseudonymsOfRevoked());
    deployment.write(settings);
    const host = await deployment.start(before);
    const answers: Record<string, Answer> = {};
    for (const [what, asked] of Object.entries(ASKED)) answers[what] = await deployment.ask(host, asked);
    Object.assign(made, { settings, answers, rows: await deployment.rows(), template: templateBefore() });
  });
  afterAll(() => deployment.stop());

  /** As an operator takes them from the log; an app may have been told the store's address with a slash. */
  async function pseudonymsOfRevoked(): Promise<readonly string[]> {
    const [usual, slash] = await Promise.all([
      deployment.start(before),
      deployment.start(before, { AZURE_APPCONFIGURATION_ENDPOINT: `${STORE}/` }),
    ]);
    const pseudonymAt = async (host: typeof usual, caller: CallerName) =>
      String((await deployment.ask(host, { caller })).caller);
    const subjects = [
      await pseudonymAt(usual, 'sentAway'),
      await pseudonymAt(usual, 'sentAwayByProvider'),
      await pseudonymAt(slash, 'sentAwayAtTheSlash'),
    ];
    for await (const { partitionKey = '', rowKey = '' } of deployment.table.listEntities())
      await deployment.table.deleteEntity(partitionKey, rowKey);
    return subjects;
  }

  test.each(['settings', 'answers', 'rows', 'template'] as const)('%s', (name) => {
    if (process.env['UPDATE_RECORDED'] && !process.env['CI']) writeRecorded(name, made[name] as Recorded[typeof name]);
    const recorded = readRecorded(name);
    expect(withoutInstants(JSON.parse(JSON.stringify(made[name])))).toEqual(withoutInstants(recorded));
  });
});

/** Variants that the version before had. */
const VARIANTS_BEFORE: readonly Variant[] = ['default', 'everything', 'paused'];

function templateBefore(): Recorded['template'] {
  const made = VARIANTS_BEFORE.map((variant) => [variant, resourcesBefore(variant)]);
  return Object.fromEntries(made) as Recorded['template'];
}

function resourcesBefore(variant: Variant): readonly Made[] {
  const snapshot = JSON.parse(readPreviousFile(`test/infra/snapshots/${variant}.json`));
  const { predictedResources } = snapshot as { predictedResources: readonly Made[] };
  return predictedResources.map(({ type, id }) => ({ type, id }));
}

/** Of rows: each run is at another time. How many there are in a row stays. */
function withoutInstants(recorded: Recorded[keyof Recorded]) {
  if (!Array.isArray(recorded)) return recorded;
  return (recorded as readonly Row[]).map((row) =>
    'issued' in row ? { ...row, issued: { ...row.issued, value: row.issued.value.split('.').length } } : row,
  );
}
