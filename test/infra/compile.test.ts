/** The template as the compiler sees it: without a warning, described, in one layout, deployed in the right order. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBicep } from './compiler/bicep';
import type { CompilerServer } from './compiler/compiler-server';
import { INFRA, type Mutation, withTemplate } from './compiler/template';

const bicep = findBicep();
const suite = bicep ? describe : describe.skip;
const MODULES = readdirSync(join(INFRA, 'modules')).map((file) => `modules/${file}`);
const FILES = ['main.bicep', 'main.bicepparam', ...MODULES];

/** Compiling lints too. */
async function build(compiler: CompilerServer, mutations: readonly Mutation[]) {
  const { diagnostics, contents } = (await withTemplate({ mutations }, (root) =>
    compiler.ask({ method: 'bicep/compile', root, file: 'main.bicep' }),
  )) as { readonly diagnostics: readonly { readonly code: string }[]; readonly contents: string };
  const { resources } = JSON.parse(contents) as {
    readonly resources: Readonly<Record<string, { readonly dependsOn?: readonly string[] }>>;
  };
  return { diagnostics, after: (module: string) => resources[module]?.dependsOn ?? [] };
}

async function format(compiler: CompilerServer, file: string): Promise<readonly [string, string]> {
  const { contents } = (await compiler.ask({ method: 'bicep/format', root: INFRA, file })) as {
    readonly contents: string;
  };
  return [file, contents];
}

const BREACHES: readonly Mutation[] = [
  { file: 'modules/identity.bicep', from: "@description('Region.')\n", to: '' },
  { file: 'modules/types.bicep', from: "  @description('Model version;", to: "  // @description('Model version;" },
  { file: 'main.bicep', from: 'dependsOn: [openAi, monitoring]', to: 'dependsOn: [monitoring]' },
  { file: 'main.bicep', from: 'dependsOn: [app]', to: 'dependsOn: [storage]' },
  { file: 'main.bicep', from: 'storeName: names.configuration', to: 'storeName: configuration.outputs.endpoint' },
];
const BEFORE_APP = ['configuration', 'monitoring', 'openAi', 'storage'];

suite('the template', () => {
  let real: Awaited<ReturnType<typeof build>>;
  let mutated: typeof real;
  let formatted: Readonly<Record<string, string>>;
  beforeAll(async () => {
    if (!bicep) return;
    const compiler = bicep.serve();
    try {
      [real, mutated] = await Promise.all([build(compiler, []), build(compiler, BREACHES)]);
      formatted = Object.fromEntries(await Promise.all(FILES.map((file) => format(compiler, file))));
    } finally {
      await compiler.stop();
    }
  }, 120_000);

  test('compiles and lints without a warning', () => {
    expect(real.diagnostics).toEqual([]);
  });

  test.each(['use-description-params', 'use-description-type-properties', 'what-if-short-circuiting'])(
    'or it is noticed: the linter’s rule %s',
    (rule) => {
      expect(mutated.diagnostics.map(({ code }) => code)).toContain(rule);
    },
  );

  test.each(FILES)('is in the compiler’s own layout: %s', (file) => {
    expect(readFileSync(join(INFRA, file), 'utf8')).toBe(formatted[file]);
  });

  test.each(MODULES)('is in modules of fewer than 120 lines: %s', (file) => {
    expect(readFileSync(join(INFRA, file), 'utf8').split('\n').length).toBeLessThanOrEqual(120);
  });

  test('assigns every role before the app starts, and writes settings last', () => {
    expect(real.after('app')).toEqual(expect.arrayContaining(BEFORE_APP));
    expect(real.after('settings')).toEqual(expect.arrayContaining(['app', 'configuration', 'openAi']));
  });

  test('or it is noticed: an app that starts before its role, and settings before the app', () => {
    expect(mutated.after('app')).not.toEqual(expect.arrayContaining(BEFORE_APP));
    expect(mutated.after('settings')).not.toContain('app');
  });
});
