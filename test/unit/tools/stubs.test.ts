import { build, type Message, type Plugin } from 'esbuild';
import { dropUnused, setUpStubs } from '../../../tools/stubs.ts';

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
