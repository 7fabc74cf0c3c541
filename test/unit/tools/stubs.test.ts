import type { OnEndResult, PluginBuild } from 'esbuild';
import { replaceFiles } from '../../../tools/stubs.ts';

type Load = Parameters<PluginBuild['onLoad']>;

/** Runs the plugin over files as esbuild would load them. */
async function buildOf(files: readonly string[], stubs = [{ filter: /worker\.js$/, contents: '' }]) {
  const loads: Load[] = [];
  let end: (() => OnEndResult) | undefined;
  const build = {
    onLoad: (...load: Load) => void loads.push(load),
    onEnd(callback: () => OnEndResult) {
      end = callback;
    },
  };
  await replaceFiles(stubs).setup(build as unknown as PluginBuild);
  const replaced = files.filter((path) =>
    loads.some(([{ filter }, load]) => filter.test(path) && load({ path } as Parameters<Load[1]>[0]) !== undefined),
  );
  return { replaced, errors: end?.().errors ?? [] };
}

test('a stub stands for its file, and for no other', async () => {
  const { replaced, errors } = await buildOf(['/sdk/worker.js', '/sdk/other.js']);
  expect(replaced).toEqual(['/sdk/worker.js']);
  expect(errors).toEqual([]);
});

test('the build fails when a stub’s filter matches nothing, naming it', async () => {
  const { errors } = await buildOf(['/sdk/renamed.js']);
  expect(errors).toEqual([{ text: expect.stringContaining('worker') }]);
});
