/** The template with some variables, as one compiler of the suite refuses or predicts it. */
import { findBicep } from './bicep';
import type { CompilerServer } from './compiler-server';
import { type Prediction, predict } from './prediction';
import { type Mutation, withTemplate } from './template';
import { REQUIRED, type Variables } from './variants';

export interface Refusal {
  readonly success: boolean;
  readonly messages: readonly string[];
}

export interface Compiled {
  /** Skipped where there is no compiler. */
  readonly suite: typeof describe | typeof describe.skip;
  build(variables: Variables, mutations?: readonly Mutation[]): Promise<Refusal>;
  evaluate(variables: Variables, mutations?: readonly Mutation[]): Promise<Prediction>;
}

/** Call it once at the top of a suite. */
export function useCompiler(): Compiled {
  const bicep = findBicep();
  let compiler: CompilerServer;
  beforeAll(() => {
    if (bicep) compiler = bicep.serve();
  });
  afterAll(() => compiler?.stop());
  return {
    suite: bicep ? describe : describe.skip,
    async build(variables, mutations = []) {
      const { success, diagnostics } = (await withTemplate({ mutations, variables }, (root) =>
        compiler.ask({
          method: 'bicep/compileParams',
          root,
          file: 'main.bicepparam',
          params: { parameterOverrides: {} },
        }),
      )) as { readonly success: boolean; readonly diagnostics: readonly { readonly message: string }[] };
      return { success, messages: diagnostics.map(({ message }) => message) };
    },
    evaluate: (variables, mutations = []) =>
      withTemplate({ mutations, variables: { ...REQUIRED, ...variables } }, (root) => predict(compiler, root)),
  };
}
