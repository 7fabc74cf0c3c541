/** The one dated table of models: whole, the only place with such dates, and told before the day comes. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIFECYCLE_STATES } from '../../../local/azure/subscription/model-catalogue.ts';
import { endsWithin } from '../../../tools/models/model-ends.ts';
import {
  DATED_MODELS,
  type DatedModel,
  DEFAULT_MODEL,
  DEFAULT_TRANSCRIPTION,
  earliestEnd,
  MODEL_SOURCES,
} from '../../../tools/models/model-table.ts';

const TABLE = 'infra/models.json';
/** What is made of the table, or is what a program printed that reads it. */
const MADE_OF_IT = [
  'docs/models.md',
  'docs/doctor.md',
  'tools/pages/doctor-transcript.txt',
  'tools/pages/doctor-own-transcript.txt',
  'tools/pages/doctor-pipeline-transcript.json',
];
const isDay = (text: string) => new Date(text).toISOString().slice(0, 10) === text;

describe('the table of models', () => {
  test('has one default version of each model, and a row for each model that is taken where nobody chooses', () => {
    const names = [...new Set(DATED_MODELS.map(({ name }) => name))];
    const defaults = DATED_MODELS.filter(({ isDefault }) => isDefault).map(({ name }) => name);
    expect(defaults.toSorted()).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining([DEFAULT_MODEL, DEFAULT_TRANSCRIPTION]));
  });

  test.each(DATED_MODELS.map((model) => [`${model.name} ${model.version}`, model] as const))(
    '%s: each saying has a source with its day, a state of Azure’s and a day of the calendar, the newest first',
    (_name, { said }) => {
      expect(said.length).toBeGreaterThan(0);
      const dates = said.map(({ source }) => MODEL_SOURCES[source]?.date ?? 'no source');
      expect(dates.every(isDay)).toBe(true);
      expect(dates).toEqual(dates.toSorted().toReversed());
      for (const { state, retires } of said) {
        expect(LIFECYCLE_STATES).toContain(state);
        expect(retires === undefined || isDay(retires)).toBe(true);
      }
    },
  );
});

test('no other file has a version or an end of the table: a date that is written twice is wrong once', () => {
  const files = ['src', 'local', 'tools', 'infra', 'docs', '.github'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(?:png|svg)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const ends = DATED_MODELS.flatMap(({ said }) => said.flatMap(({ retires }) => retires ?? []));
  const dates = new Set([...DATED_MODELS.map(({ version }) => version), ...ends]);
  const found = ['README.md', ...files]
    .filter((file) => file !== TABLE && !MADE_OF_IT.includes(file))
    .flatMap((file) => {
      // README shows lines of the transcript, which its own test holds against it.
      const text = readFileSync(file, 'utf8').replace(/^ {2}az .*$/gm, '');
      return [...text.matchAll(/\b20\d\d-\d\d-\d\d\b/g)]
        .filter(([day]) => dates.has(day))
        .map(([day]) => `${file}: ${day}`);
    });
  expect(found).toEqual([]);
});

describe('npm run check', () => {
  const run = (...args: readonly string[]) => spawnSync(process.execPath, ['tools/models.ts', ...args]).status;
  test('fails nobody by the calendar; the weekly workflow does, for a default that is near its end', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(scripts).toMatchObject({
      'check:models': 'node tools/models.ts',
      check: expect.stringContaining('check:models'),
    });
    expect(readFileSync('.github/workflows/models.yml', 'utf8')).toContain('node tools/models.ts --fail-within 60\n');
    expect(run()).toBe(0);
    expect(run('--fail-within=-36500')).toBe(0);
    expect(run('--fail-within=36500')).toBe(1);
    expect(run('--fail-within=soon')).toBe(1);
  });
});

describe('what ends soon', () => {
  const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
  const model = (more: Partial<DatedModel>): DatedModel => ({
    ...{ name: 'gpt-realtime-9', version: '2030-01-01', isDefault: true, api: 'realtime' },
    said: [
      { source: 'schedule', state: 'GenerallyAvailable', retires: '2031-07-01' },
      { source: 'schedule', state: 'GenerallyAvailable', retires: '2031-01-01' },
      { source: 'listing', state: 'Preview', retires: '2030-06-01' },
    ],
    ...more,
  });

  test('is the earlier day of the two that one source names; an older source’s no longer counts', () => {
    expect(earliestEnd(model({}))).toBe('2031-01-01');
    expect(earliestEnd(model({ said: [{ source: 'schedule', state: 'Preview' }] }))).toBeUndefined();
  });

  test('is told from the day on that it is near, with the other day that is said, and after it has passed', () => {
    expect(endsWithin(90, [model({})], at('2030-10-02'))).toEqual([]);
    const [near] = endsWithin(90, [model({})], at('2030-10-05'));
    expect(near).toMatchObject({
      days: 88,
      line: expect.stringMatching(
        /^gpt-realtime-9 2030-01-01: 2031-01-01, in 88 days, it ends.* also says 2031-07-01\.$/,
      ),
    });
    expect(endsWithin(90, [model({})], at('2031-02-01'))).toMatchObject([{ days: -31 }]);
  });

  test('is for a default also the day from which a new subscription is refused it, twelve months after its launch', () => {
    const taken = model({
      name: DEFAULT_MODEL,
      said: [{ source: 'schedule', state: 'GenerallyAvailable', retires: '2031-07-01' }],
    });
    expect(endsWithin(60, [taken], at('2030-11-15'))).toMatchObject([
      { days: 47, line: expect.stringContaining('closes to new subscriptions') },
    ]);
    expect(endsWithin(60, [{ ...taken, isDefault: false }], at('2030-11-15'))).toEqual([]);
    expect(endsWithin(60, [taken], at('2030-10-15'))).toEqual([]);
  });
});
