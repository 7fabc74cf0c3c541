/** What stands in two places says the same in both: registration, parameters, workflows and the pages about them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const sorted = (names: readonly string[]) => [...new Set(names)].sort();

const parameters = read('infra/main.bicepparam');
const deploy = read('docs/deploy.md');
const registration = read('infra/entra.sh');

describe('docs/deploy.md', () => {
  it('has every variable that the parameters read, and no other', () => {
    const [, table = ''] = /## Parameters\n([\s\S]*?)\n## /.exec(deploy) ?? [];
    const documented = table
      .split('\n')
      .map((row) => row.split('|')[1] ?? '')
      .flatMap((cell) => matches(cell, /`([A-Z_]+)`/g));
    expect(sorted(documented)).toEqual(sorted(matches(parameters, /readEnvironmentVariable\(\s*'([A-Z_]+)'/g)));
  });

  it('shows the values that infra/entra.sh prints', () => {
    expect(matches(deploy, /^export ([A-Z_]+)=(?:…|User)$/gm)).toEqual(matches(registration, /"([A-Z_]+)=\$/g));
  });

  it('has an entry for each option of infra/entra.sh', () => {
    for (const option of matches(registration, /^ {8}(--[a-z]+)\)/gm)) expect(deploy).toContain(`\`${option} `);
    expect(matches(registration, /^ {8}(--[a-z]+)\)/gm)).toHaveLength(3);
  });
});

describe('the parameters', () => {
  it('ask callers for the scope and the role that infra/entra.sh registers', () => {
    const [scope, role] = matches(registration, /"value":"([\w.]+)"/g);
    expect(parameters).toContain(`scope: '${scope}'`);
    expect(parameters).toContain(`role: '${role}'`);
  });
});

describe('the pages', () => {
  it.each(['docs/deploy.md', 'docs/operations.md'])('%s names only scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    for (const script of matches(read(page), /npm run (?:--silent )?([\w:]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});

describe.each(readdirSync(join(ROOT, '.github/workflows')))('the workflow %s', (file) => {
  const workflow = read(`.github/workflows/${file}`);

  it('runs actions of one commit each, with the version beside it', () => {
    const used = matches(workflow, /uses: *(.*)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('uses no stored credential', () => {
    expect(workflow).not.toMatch(/secrets\.|client-secret|password/i);
  });

  it('reads nothing but the repository, and asks for a token only to deploy', () => {
    const [, permissions = ''] = /\npermissions:\n((?: {2}.*\n)+)/.exec(workflow) ?? [];
    const wanted = file === 'deploy.yml' ? ['contents: read', 'id-token: write'] : ['contents: read'];
    expect(permissions.trim().split(/\n */)).toEqual(wanted);
  });
});
