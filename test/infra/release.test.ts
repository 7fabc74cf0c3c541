/** `npm run release` against a stand-in for the Azure CLI; the template by the real compiler. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bicep, findBicep } from './compiler/bicep';
import { withTemplate } from './compiler/template';
import { createStandIn, type StandIn } from './stand-in/stand-in';

const ROOT = join(__dirname, '../..');
const RELEASE = join(ROOT, 'tools/release.ts');
const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\nLater.\n\n## 1.2.3 (2026-12-01)\n\n### For callers\n\n- It is there.\n\n## 1.2.2\n\nOld.\n';

describe('npm run release', () => {
  let azure: StandIn;
  let tree: string;
  beforeEach(() => {
    azure = createStandIn();
    tree = mkdtempSync(join(tmpdir(), 'release-'));
    mkdirSync(join(tree, 'dist'));
    mkdirSync(join(tree, 'infra'));
    const client = 'dist/realtime-token-client-1.2.3.tgz';
    for (const file of ['dist/app.zip', 'dist/doctor.js', 'infra/deploy.sh', 'infra/entra.sh', client])
      writeFileSync(join(tree, file), file);
    writeFileSync(join(tree, 'package.json'), '{"version":"1.2.3"}');
    writeFileSync(join(tree, 'CHANGELOG.md'), CHANGELOG);
  });
  afterEach(() => {
    azure.dispose();
    rmSync(tree, { recursive: true });
  });
  const release = (...args: readonly string[]) =>
    azure.run('sh', ['-c', `cd ${tree} && exec "$@"`, 'sh', process.execPath, RELEASE, ...args]);

  test('holds the app, the template, the doctor, the scripts and the package for pages, each with a sum that sha256sum checks', () => {
    expect(release('v1.2.3')).toMatchObject({
      status: 0,
      stdout:
        'dist/release: app.zip, deploy.sh, doctor.js, entra.sh, main.json, realtime-token-client-1.2.3.tgz, SHA256SUMS\n',
    });
    const check = azure.run('sh', ['-c', `cd ${tree}/dist/release && sha256sum --check SHA256SUMS`]);
    expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('main.json: OK') });
    writeFileSync(join(tree, 'dist/release/app.zip'), 'another');
    expect(azure.run('sh', ['-c', `cd ${tree}/dist/release && sha256sum --check SHA256SUMS`])).toMatchObject({
      status: 1,
    });
  });

  test('has the changelog’s section of its version as notes', () => {
    release('v1.2.3');
    expect(readFileSync(join(tree, 'dist/notes.txt'), 'utf8')).toBe('### For callers\n\n- It is there.\n');
  });

  test.each([
    ['v1.2.4', 'The tag is v1.2.4 and package.json says 1.2.3'],
    ['1.2.3', 'The tag is 1.2.3'],
    [undefined, 'The tag is not given'],
  ])('is refused for the tag %s', (tag, sentence) => {
    expect(release(...(tag === undefined ? [] : [tag]))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(sentence),
    });
    expect(azure.calls()).toEqual([]);
  });

  test('is refused where the changelog does not have the version', () => {
    writeFileSync(join(tree, 'CHANGELOG.md'), '## Unreleased\n\nAll.\n');
    expect(release('v1.2.3')).toMatchObject({ status: 1, stderr: expect.stringContaining('no section "## 1.2.3"') });
  });
});

const bicep = findBicep();
(bicep ? it : it.skip)(
  'the template of a release wants the three parameters that docs/deploy.md gives, and no other',
  async () => {
    const compiler = (bicep as Bicep).serve();
    const { contents } = (await withTemplate({}, (root) =>
      compiler.ask({ method: 'bicep/compile', root, file: 'main.bicep' }),
    ).finally(() => compiler.stop())) as { readonly contents: string };
    const { parameters } = JSON.parse(contents) as {
      parameters: Record<string, { defaultValue?: unknown; nullable?: boolean }>;
    };
    const wanted = Object.entries(parameters).flatMap(([name, { defaultValue, nullable }]) =>
      defaultValue === undefined && nullable !== true ? [name] : [],
    );
    const line = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8').match(/-f main\.json[\s\S]*?```/)?.[0] ?? '';
    expect(wanted.sort()).toEqual(['callers', 'environmentName', 'location']);
    for (const name of wanted) expect(line).toContain(`${name}=`);
  },
);
