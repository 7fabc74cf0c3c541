/** The template as the compiler sees it: without a warning, described, in one layout, deployed in the right order. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bicep, findBicep } from './compiler/bicep';
import { INFRA, type Mutation, withTemplate } from './compiler/template';

const bicep = findBicep();
const suite = bicep ? describe : describe.skip;
const MODULES = readdirSync(join(INFRA, 'modules')).map((file) => `modules/${file}`);
const FILES = ['main.bicep', 'main.bicepparam', ...MODULES];

/** Compiling lints too: the template is on stdout and every diagnostic on stderr. */
function build(mutations: readonly Mutation[]) {
  const { stdout, stderr } = withTemplate(mutations, (root) =>
    (bicep as Bicep)(['build', '--stdout', join(root, 'main.bicep')]),
  );
  const { resources } = JSON.parse(stdout) as {
    readonly resources: Readonly<Record<string, { readonly dependsOn?: readonly string[] }>>;
  };
  return { diagnostics: stderr, after: (module: string) => resources[module]?.dependsOn ?? [] };
}

const BREACHES: readonly Mutation[] = [
  { file: 'modules/identity.bicep', from: "@description('Region.')\n", to: '' },
  { file: 'modules/types.bicep', from: "  @description('Model version;", to: "  // @description('Model version;" },
  { file: 'main.bicep', from: 'dependsOn: [openAi, monitoring]', to: 'dependsOn: [monitoring]' },
  { file: 'main.bicep', from: 'dependsOn: [app, configuration]', to: 'dependsOn: [configuration]' },
];
const BEFORE_APP = ['configuration', 'monitoring', 'openAi', 'storage'];

suite('the template', () => {
  let real: ReturnType<typeof build>;
  let mutated: ReturnType<typeof build>;
  let formatted: Readonly<Record<string, string>>;
  beforeAll(() => {
    real = build([]);
    mutated = build(BREACHES);
    formatted = withTemplate([], (root) => {
      for (const pattern of ['**/*.bicep', '**/*.bicepparam'])
        (bicep as Bicep)(['format', '--pattern', pattern, '--pattern-root', root]);
      return Object.fromEntries(FILES.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
    });
  }, 120_000);

  it('compiles and lints without a warning', () => {
    expect(real.diagnostics).toBe('');
  });

  it.each(['use-description-params', 'use-description-type-properties'])(
    'or it is noticed: the linter’s rule %s',
    (rule) => {
      expect(mutated.diagnostics).toContain(rule);
    },
  );

  it.each(FILES)('is in the compiler’s own layout: %s', (file) => {
    expect(readFileSync(join(INFRA, file), 'utf8')).toBe(formatted[file]);
  });

  it.each(MODULES)('is in modules of fewer than 120 lines: %s', (file) => {
    expect(readFileSync(join(INFRA, file), 'utf8').split('\n').length).toBeLessThanOrEqual(120);
  });

  it('assigns every role before the app starts, and writes settings last', () => {
    expect(real.after('app')).toEqual(expect.arrayContaining(BEFORE_APP));
    expect(real.after('settings')).toEqual(expect.arrayContaining(['app', 'configuration', 'openAi']));
  });

  it('or it is noticed: an app that starts before its role, and settings before the app', () => {
    expect(mutated.after('app')).not.toEqual(expect.arrayContaining(BEFORE_APP));
    expect(mutated.after('settings')).not.toContain('app');
  });
});
