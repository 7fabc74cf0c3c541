/** What the variants deploy: compared with the committed snapshots, and held against the policies. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBicep } from './compiler/bicep';
import { type Prediction, predict } from './compiler/prediction';
import { type Mutation, withTemplate } from './compiler/template';
import { VARIANTS, type Variant } from './compiler/variants';
import { KEY_POLICIES } from './policies/keys';
import { MONITORING_POLICIES } from './policies/monitoring';
import { NAME_POLICIES } from './policies/names';
import { OPTION_POLICIES } from './policies/options';
import type { Policy, Resource } from './policies/policy';
import { ROLE_POLICIES } from './policies/roles';
import { SETTINGS_POLICIES } from './policies/settings';
import { SITE_POLICIES } from './policies/site';
import { STORAGE_POLICIES } from './policies/storage';

const POLICIES: readonly Policy[] = [
  ...KEY_POLICIES,
  ...ROLE_POLICIES,
  ...SITE_POLICIES,
  ...NAME_POLICIES,
  ...SETTINGS_POLICIES,
  ...OPTION_POLICIES,
  ...MONITORING_POLICIES,
  ...STORAGE_POLICIES,
];
const NAMES = Object.keys(VARIANTS) as readonly Variant[];

/** It would stop at the first breach. */
const WITHOUT_LINTER: Mutation = { file: 'bicepconfig.json', from: '"enabled": true', to: '"enabled": false' };

const bicep = findBicep();
const suite = bicep ? describe : describe.skip;

suite('a deployment', () => {
  // All breaches at once: one compilation a variant, and each policy must find its own among the others.
  const breaches = POLICIES.flatMap((policy) => policy.breaches).map(({ file, from, to }) => ({ file, from, to }));
  const mutations = [WITHOUT_LINTER, ...new Map(breaches.map((breach) => [JSON.stringify(breach), breach])).values()];
  let real: Readonly<Record<Variant, Prediction>>;
  let mutated: Readonly<Record<Variant, Prediction>>;
  beforeAll(async () => {
    if (!bicep) return;
    const compiler = bicep.serve();
    const predictAll = async (changes: readonly Mutation[]) => {
      const predictions = NAMES.map((name) =>
        withTemplate({ mutations: changes, variables: VARIANTS[name] }, (root) => predict(compiler, root)),
      );
      const found = await Promise.all(predictions);
      return Object.fromEntries(NAMES.map((name, index) => [name, found[index]]));
    };
    try {
      real = (await predictAll([])) as typeof real;
      mutated = (await predictAll(mutations)) as typeof mutated;
    } finally {
      await compiler.stop();
    }
  }, 120_000);

  test.each(NAMES)('(%s) is the one that was reviewed: UPDATE_SNAPSHOTS=1 accepts another', (name) => {
    const file = join(__dirname, 'snapshots', `${name}.json`);
    if (process.env['UPDATE_SNAPSHOTS'] && !process.env['CI'])
      writeFileSync(file, `${JSON.stringify(real[name], null, 2)}\n`);
    expect(real[name]).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  test.each(NAMES)('(%s) compiles without a diagnostic', (name) => {
    expect(real[name].diagnostics).toEqual([]);
  });

  describe.each(POLICIES)('$requirement', ({ variants = NAMES, complain, breaches }) => {
    test.each(variants)('(%s)', (name) => {
      expect(complain(resourcesOf(real[name]))).toEqual([]);
    });

    test.each(breaches)('or it is noticed: $complaint', ({ complaint }) => {
      const complaints = variants.flatMap((name) => complain(resourcesOf(mutated[name])));
      expect(complaints).toContainEqual(expect.stringContaining(complaint));
    });
  });
});

function resourcesOf({ predictedResources }: Prediction): readonly Resource[] {
  return predictedResources as readonly Resource[];
}
