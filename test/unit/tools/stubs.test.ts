import { build, type Message, type Plugin } from 'esbuild';
import { dropUnused, loadLate, setUpStubs } from '../../../tools/stubs.ts';

/** The bundle of these modules, of which `main` is the entry, or what esbuild says against it. */
async function bundleOf(modules: Readonly<Record<string, string>>, setup: Plugin['setup']): Promise<string> {
  const virtual: Plugin = {
    name: 'virtual',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path }) => ({ path, namespace: 'virtual' }));
      onLoad({ filter: /./, namespace: 'virtual' }, ({ path }) => ({ contents: modules[path] ?? '' }));
    },
  };
  try {
    const plugins = [{ name: 'of-the-test', setup }, virtual];
    const { outputFiles } = await build({
      entryPoints: ['main'],
      bundle: true,
      platform: 'node',
      write: false,
      plugins,
      logLevel: 'silent',
    });
    return outputFiles.map(({ text }) => text).join('');
  } catch (cause) {
    return (cause as { errors: readonly Message[] }).errors.map(({ text }) => text).join('\n');
  }
}

describe('a stub', () => {
  const stub = { filter: /^sdk\/worker$/, contents: 'console.log("stub")' };

  test('stands for its file, and for no other', async () => {
    const modules = {
      main: 'import "sdk/worker"; import "sdk/other"',
      'sdk/worker': 'worker()',
      'sdk/other': 'other()',
    };
    const bundle = await bundleOf(modules, (building) => setUpStubs(building, [stub]));
    expect(bundle).toContain('stub');
    expect(bundle).toContain('other()');
    expect(bundle).not.toContain('worker()');
  });

  test('whose file was renamed fails the build, by name', async () => {
    const modules = { main: 'import "sdk/renamed"', 'sdk/renamed': 'worker()' };
    expect(await bundleOf(modules, (building) => setUpStubs(building, [stub]))).toContain('worker');
  });
});

describe('a package that is dropped where it is not used', () => {
  const drop: Plugin['setup'] = (building) => dropUnused(building, /^signer$/);
  const signer = 'globalThis.signing = true; export const sign = () => "signed"';

  test('is gone where nothing of it is used', async () => {
    expect(await bundleOf({ main: 'import { sign } from "signer"', signer }, drop)).not.toContain('signing');
  });

  test('is there, and works, where something of it is', async () => {
    const bundle = await bundleOf({ main: 'import { sign } from "signer"; console.log(sign())', signer }, drop);
    expect(bundle).toContain('signing = true');
    expect(bundle).toContain('"signed"');
  });

  test('and that nobody imports any more fails the build, by name', async () => {
    expect(await bundleOf({ main: '' }, drop)).toContain('signer');
  });
});

describe('a module of Node’s that is loaded late', () => {
  const late: Plugin['setup'] = (building) => loadLate(building, 'node:zlib', ['gzipSync', 'gunzipSync']);

  /** Runs the bundle with a `require` that says what it was asked for. */
  function run(bundle: string): readonly unknown[] {
    const seen: unknown[] = [];
    const load = (name: string): unknown => {
      seen.push(name);
      return name === 'assert' ? (value: unknown) => value : { gzipSync: () => 'gzip', gunzipSync: () => 'plain' };
    };
    new Function('require', 'see', bundle)(load, (value: unknown) => seen.push(value));
    return seen;
  }

  test.each([
    ['by name', 'import { gzipSync } from "node:zlib"; see("start"); see(gzipSync())'],
    ['whole', 'import zlib from "node:zlib"; see("start"); see(zlib.gzipSync())'],
    ['as a namespace', 'import * as zlib from "node:zlib"; see("start"); see(zlib.gzipSync())'],
    ['by require', 'const zlib = require("node:zlib"); see("start"); see(zlib.gzipSync())'],
  ])('does its work at the first call where it is imported %s', async (_how, main) => {
    expect(run(await bundleOf({ main }, late))).toEqual(['start', 'node:zlib', 'gzip']);
  });

  test('may be a function itself', async () => {
    const main = 'import assert from "assert"; see("start"); see(assert(7))';
    expect(run(await bundleOf({ main }, (building) => loadLate(building, 'assert', [])))).toEqual([
      'start',
      'assert',
      7,
    ]);
  });

  test('of which something else is wanted fails the build, by name', async () => {
    const main = 'import { createGzip } from "node:zlib"; createGzip()';
    expect(await bundleOf({ main }, late)).toContain('createGzip');
  });

  test('and that nobody imports any more fails the build, by name', async () => {
    expect(await bundleOf({ main: '' }, late)).toContain('node:zlib');
  });
});
