/**
 * Files of a dependency that a bundle leaves out. A stub stands for a file by its path, and an upgrade may rename files:
 * the build fails when a filter matched nothing.
 */
import type { Plugin, PluginBuild } from 'esbuild';

export interface Stub {
  readonly filter: RegExp;
  readonly contents: string;
}

export function replaceFiles(stubs: readonly Stub[]): Plugin {
  return { name: 'replace-files', setup: (build) => setUpStubs(build, stubs) };
}

export function setUpStubs(build: PluginBuild, stubs: readonly Stub[]): void {
  const unused = new Set(stubs);
  for (const stub of stubs) {
    build.onLoad({ filter: stub.filter }, () => {
      unused.delete(stub);
      return { contents: stub.contents, loader: 'js' };
    });
  }
  build.onEnd(() => ({
    errors: [...unused].map(({ filter }) => ({
      text: `No file of a dependency is ${filter}: it was renamed, or is not needed any more.`,
    })),
  }));
}
