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
  test('has every variable that the parameters read, and no other', () => {
    const [, table = ''] = /## Parameters\n([\s\S]*?)\n## /.exec(deploy) ?? [];
    const documented = table
      .split('\n')
      .map((row) => row.split('|')[1] ?? '')
      .flatMap((cell) => matches(cell, /`([A-Z_]+)`/g));
    expect(sorted(documented)).toEqual(sorted(matches(parameters, /readEnvironmentVariable\(\s*'([A-Z_]+)'/g)));
  });

  test('shows the values that infra/entra.sh prints', () => {
    expect(matches(deploy, /^export ([A-Z_]+)=(?:…|User)$/gm)).toEqual(matches(registration, /"([A-Z_]+)=\$/g));
  });

  test('has an entry for each option of infra/entra.sh', () => {
    for (const option of matches(registration, /^ {8}(--[a-z]+)\)/gm)) expect(deploy).toContain(`\`${option} `);
    expect(matches(registration, /^ {8}(--[a-z]+)\)/gm)).toHaveLength(3);
  });
});

describe('the parameters', () => {
  test('ask callers for the scope and the role that infra/entra.sh registers', () => {
    const [scope, role] = matches(registration, /"value":"([\w.]+)"/g);
    expect(parameters).toContain(`scope: '${scope}'`);
    expect(parameters).toContain(`role: '${role}'`);
  });
});

describe('the pages', () => {
  test.each(['docs/deploy.md', 'docs/operations.md'])('%s names only scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    for (const script of matches(read(page), /npm run (?:--silent )?([\w:]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});

describe.each(readdirSync(join(ROOT, '.github/workflows')))('the workflow %s', (file) => {
  const workflow = read(`.github/workflows/${file}`);

  test('runs actions of one commit each, with the version beside it', () => {
    const used = matches(workflow, /uses: *(.*)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('uses no stored credential', () => {
    expect(workflow).not.toMatch(/secrets\.|client-secret|password/i);
  });

  test('reads nothing but the repository, and has a token for Azure only in a job that deploys', () => {
    const [, permissions = ''] = /\npermissions:\n((?: {2}.*\n)+)/.exec(workflow) ?? [];
    expect(permissions.trim().split(/\n */)).toEqual(['contents: read']);
    const jobs = jobsOf(workflow).filter((job) => job.includes('id-token: write'));
    expect(jobs).toHaveLength(file === 'deploy.yml' ? 1 : 0);
  });
});

describe('the workflow that deploys', () => {
  const workflow = read('.github/workflows/deploy.yml');
  const [build = '', deployment = ''] = jobsOf(workflow);

  test('runs the code of packages in a job that has no token, and then none of it', () => {
    expect(build).toContain('npm ci');
    expect(build).not.toMatch(/permissions:|environment:/);
    expect(deployment).toMatch(/\n {4}needs: build\n/);
    expect(deployment).not.toMatch(/\b(?:npm|npx|corepack|yarn|pnpm)\b/);
  });

  test('takes nothing from a cache that another workflow may have filled', () => {
    expect(workflow).not.toMatch(/^ +cache: /m);
    expect(matches(workflow, /(setup-node@)/g)).toHaveLength(
      matches(workflow, /(package-manager-cache: false)/g).length,
    );
  });

  test('deploys the package that it has built, and prints the first request', () => {
    expect(matches(workflow, /^ +path: (.*)$/gm)).toEqual(['dist/app.zip', 'dist']);
    expect(matches(workflow, /^ +name: (app)$/gm)).toHaveLength(2);
    expect(deployment).toContain('run: node tools/ship.ts\n');
  });
});

describe('the pins', () => {
  const updates = read('.github/dependabot.yml')
    .split(/^ {2}- /m)
    .slice(1);

  test.each(['npm', 'github-actions'])('of %s are moved by one change a week', (ecosystem) => {
    const [update = ''] = updates.filter((text) => text.startsWith(`package-ecosystem: ${ecosystem}\n`));
    expect(update).toContain('interval: weekly');
    expect(update).toMatch(/patterns: \[.\*.\]/);
  });
});

describe('what the pipeline may assign', () => {
  const condition = read('infra/deployer-condition.txt');
  const ids = Object.values(JSON.parse(read('infra/roles.json')) as Readonly<Record<string, string>>);
  const listed = (attribute: string) =>
    matches(condition, new RegExp(`${attribute}:RoleDefinitionId\\] ForAnyOfAnyValues:GuidEquals \\{([^}]*)\\}`, 'g'))
      .flatMap((text) => text.split(','))
      .map((id) => id.trim());

  test.each([
    ['@Request', 'write'],
    ['@Resource', 'delete'],
  ])('is exactly the roles of the template, by the condition on %s for %s', (source, action) => {
    expect(sorted(listed(`${source}\\[Microsoft.Authorization/roleAssignments`))).toEqual(sorted(ids));
    expect(condition).toContain(`!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})`);
  });

  test('is limited in two ways, both of which must hold', () => {
    const bare = condition
      .replace(/\{[^}]*\}/g, '')
      .replace(/@\w+\[[^\]]*\] \S+/g, '…')
      .replace(/\s+/g, '');
    expect(bare).toBe('((!(ActionMatches))OR(…))AND((!(ActionMatches))OR(…))');
  });

  test('is what docs/deploy.md gives with every role to assign roles', () => {
    const grants = matches(deploy, /(az role assignment create(?:.*\\\n)*.*)/g);
    const administrators = grants.filter((grant) => /Administrator|Owner/.test(grant));
    expect(administrators).toHaveLength(1);
    for (const grant of administrators) {
      expect(grant).toContain('--condition-version 2.0 --condition @infra/deployer-condition.txt');
      expect(grant).toContain('--scope $SCOPE/resourceGroups/rg-$AZURE_ENV_NAME');
    }
  });
});

/** The text of each job. */
function jobsOf(workflow: string): readonly string[] {
  const [, jobs = ''] = /\njobs:\n([\s\S]*)$/.exec(workflow) ?? [];
  return jobs.split(/^(?= {2}[\w-]+:$)/m).filter((part) => !part.startsWith('  #'));
}
