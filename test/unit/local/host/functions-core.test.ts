import { createFunctionsCore } from '../../../../local/host/functions-core.ts';

interface CoreModule {
  registerFunction(metadata: { name: string; bindings: object }, callback: () => void): { dispose(): void };
  registerHook(name: string, callback: () => void): { dispose(): void };
}

function aCore() {
  const core = createFunctionsCore(() => undefined);
  return { core, module: core.module as CoreModule };
}

describe('the stand-in for @azure/functions-core', () => {
  test('refuses a second function of the same name', () => {
    const { module } = aCore();
    module.registerFunction({ name: 'mint', bindings: {} }, () => undefined);
    expect(() => module.registerFunction({ name: 'mint', bindings: {} }, () => undefined)).toThrow('"mint"');
  });

  test('refuses to register or dispose once the host has asked for the functions', () => {
    const { core, module } = aCore();
    const early = module.registerFunction({ name: 'early', bindings: {} }, () => undefined);
    core.endIndexing();
    expect(() => module.registerFunction({ name: 'late', bindings: {} }, () => undefined)).toThrow('app startup');
    expect(() => early.dispose()).toThrow('app startup');
  });

  test('takes a registration back when it is disposed, and only once', () => {
    const { core, module } = aCore();
    const registration = module.registerFunction({ name: 'mint', bindings: {} }, () => undefined);
    registration.dispose();
    module.registerFunction({ name: 'mint', bindings: {} }, () => undefined);
    registration.dispose();
    expect([...core.functions.keys()]).toEqual(['mint']);
  });

  test('takes hooks at any time, in order, and forgets a disposed one', () => {
    const { core, module } = aCore();
    const [first, second] = [() => undefined, () => undefined];
    const registration = module.registerHook('preInvocation', first);
    core.endIndexing();
    module.registerHook('preInvocation', second);
    expect(core.hooks('preInvocation')).toEqual([first, second]);
    registration.dispose();
    expect(core.hooks('preInvocation')).toEqual([second]);
  });

  test('refuses a hook it does not know', () => {
    expect(() => aCore().module.registerHook('midInvocation', () => undefined)).toThrow('midInvocation');
  });
});
