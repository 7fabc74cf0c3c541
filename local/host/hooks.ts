/** Runs the app-level hooks and makes the contexts that hooks see, with the members that are read-only in the worker. */
import type { HookName } from './core-types.ts';
import type { FunctionsCore } from './functions-core.ts';

/** Adds members that can be read and not replaced. Assigning one throws, as it does in the worker. */
export function withReadOnly<T extends object, R extends object>(context: T, readOnly: R): T & Readonly<R> {
  for (const [key, value] of Object.entries(readOnly)) {
    Object.defineProperty(context, key, {
      enumerable: true,
      get: () => value,
      set: () => {
        throw new Error(`Cannot assign to read only property '${key}'.`);
      },
    });
  }
  return context as T & Readonly<R>;
}

/** In the order of registration, each awaited before the next; the first that throws ends the round. */
export async function runHooks(core: FunctionsCore, name: HookName, context: object): Promise<void> {
  for (const hook of core.hooks(name)) await hook(context);
}

/** `appStart` before the first invocation, `appTerminate` after the last; both share one `hookData`. */
export function createAppHooks(core: FunctionsCore): { start(): Promise<void>; terminate(): Promise<void> } {
  const hookData = {};
  return {
    start: () => runHooks(core, 'appStart', withReadOnly({}, { hookData })),
    terminate: () => runHooks(core, 'appTerminate', withReadOnly({}, { hookData })),
  };
}
