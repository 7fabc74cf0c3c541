/**
 * Stands in for the module `@azure/functions-core`, which Microsoft's worker supplies by intercepting `require`.
 * With it, the bundle that ships registers and runs with the real `@azure/functions` inside and no Functions host.
 */
import type { FunctionCallback, FunctionMetadata, HookCallback, HookName, ProgrammingModel } from './core-types.ts';

const HOOK_NAMES: readonly HookName[] = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'];

/** A function as the bundle registered it. */
export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** Takes one log record of the worker; categories are the host's (`system`, `<function>.Invocation`). */
export type CoreLog = (level: string, category: string, message: string, invocationId?: string) => void;

/** What registering returns: `dispose()` takes the registration back, once. */
class Disposable {
  #undo: (() => void) | undefined;

  constructor(undo: () => void) {
    this.#undo = undo;
  }

  dispose(): void {
    const undo = this.#undo;
    this.#undo = undefined;
    undo?.();
  }
}

/** The module for the bundle, and the host's view of what the bundle did with it. */
export interface FunctionsCore {
  /** Exactly what `require('@azure/functions-core')` answers. */
  readonly module: object;
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  /** Undefined until the bundle registered its first function. */
  model(): ProgrammingModel | undefined;
  hooks(name: HookName): readonly HookCallback[];
  /** From here on registering throws, as it does once the real host has asked for the functions. */
  endIndexing(): void;
}

/** Creates the stand-in; two of them share nothing. */
export function createFunctionsCore(log: CoreLog): FunctionsCore {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = new Map<HookName, HookCallback[]>(HOOK_NAMES.map((name) => [name, []]));
  let model: ProgrammingModel | undefined;
  let indexing = true;

  const registerFunction = (metadata: FunctionMetadata, callback: FunctionCallback): Disposable => {
    const { name } = metadata;
    if (!indexing) throw new Error(`A function can only be registered during app startup: "${name}".`);
    if (functions.has(name)) throw new Error(`A function with the name "${name}" is registered already.`);
    functions.set(name, { metadata, callback });
    return new Disposable(() => {
      if (!indexing) throw new Error(`A function can only be disposed during app startup: "${name}".`);
      functions.delete(name);
    });
  };

  const registerHook = (name: string, callback: HookCallback): Disposable => {
    const list = hooks.get(name as HookName);
    if (list === undefined) throw new RangeError(`Unrecognized hook "${name}".`);
    list.push(callback);
    return new Disposable(() => {
      const index = list.indexOf(callback);
      if (index !== -1) list.splice(index, 1);
    });
  };

  return {
    module: {
      version: '3.9.1',
      hostVersion: '4.1048.0',
      Disposable,
      setProgrammingModel: (given: ProgrammingModel): void => {
        model = given;
      },
      getProgrammingModel: (): ProgrammingModel | undefined => model,
      registerFunction,
      registerHook,
      log: (level: string, category: string, message: string): void => log(level, category, message),
    },
    functions,
    model: () => model,
    // A copy: a hook that registers or disposes another one does not disturb the round under way.
    hooks: (name) => [...(hooks.get(name) ?? [])],
    endIndexing: () => {
      indexing = false;
    },
  };
}
