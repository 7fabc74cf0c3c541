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

function noSuch(filter: RegExp): { readonly text: string } {
  return { text: `No file of a dependency is ${filter}: it was renamed, or is not needed any more.` };
}
