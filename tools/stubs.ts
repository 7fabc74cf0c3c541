/**
 * What a bundle leaves out of its dependencies. Both ways know a file or a package by its name, and an upgrade may rename
 * it: the build fails when a filter matched nothing.
 */
import type { PluginBuild } from 'esbuild';

/** Stands for a file of a dependency, by its path. */
export interface Stub {
  readonly filter: RegExp;
  readonly contents: string;
}

export function setUpStubs(build: PluginBuild, stubs: readonly Stub[]): void {
  const unused = new Set(stubs);
  for (const stub of stubs) {
    build.onLoad({ filter: stub.filter }, () => {
      unused.delete(stub);
      return { contents: stub.contents, loader: 'js' };
    });
  }
  build.onEnd(() => ({ errors: [...unused].map(({ filter }) => noSuch(filter)) }));
}

/** Drops a package where nothing that it gives is used: it does not say itself that to load it does nothing. */
export function dropUnused(build: PluginBuild, filter: RegExp): void {
  const asked = Symbol('asked');
  let found = false;
  build.onResolve({ filter }, async ({ path, kind, importer, resolveDir, pluginData }) => {
    if (pluginData === asked) return undefined;
    found = true;
    const resolved = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked });
    return { ...resolved, sideEffects: false };
  });
  build.onEnd(() => ({ errors: found ? [] : [noSuch(filter)] }));
}

/**
 * A module of Node's of which a start needs nothing: it is loaded at the first call of one of `functions`, which are all
 * that may be imported of it, or of itself.
 */
export function loadLate(build: PluginBuild, module: string, functions: readonly string[]): void {
  const namespace = 'load-late';
  const filter = new RegExp(`^${module}$`);
  let found = false;
  build.onResolve({ filter }, ({ namespace: importer }) => {
    if (importer === namespace) return { path: module, external: true };
    found = true;
    return { path: module, namespace };
  });
  const wrapped = functions.map(
    (name) => `export const ${name} = (...given) => require('${module}').${name}(...given);`,
  );
  const whole = `export default Object.assign((...given) => require('${module}')(...given), { ${functions.join(', ')} });`;
  build.onLoad({ filter, namespace }, () => ({ contents: [...wrapped, whole].join('\n') }));
  build.onEnd(() => ({ errors: found ? [] : [noSuch(filter)] }));
}

function noSuch(filter: RegExp): { readonly text: string } {
  return { text: `No file of a dependency is ${filter}: it was renamed, or is not needed any more.` };
}
