import { existsSync, readFileSync } from 'node:fs';
import { formatWelcome } from '../../local/start/welcome.ts';

const readme = readFileSync('README.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

// What needs a subscription says so in its first line, and docs/deploy.md says that nobody has run it there.
const shellLines = [...readme.matchAll(/^```sh\n(?!# needs Azure\n)([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const welcome = formatWelcome({
  pageUrl: 'http://localhost:3000',
  endpoint: 'http://localhost:7071/api',
  hostName: 'Functions (bundle harness)',
  urls: {
    identity: 'http://127.0.0.1:7080',
    issuer: 'https://localhost:7081/7e0a1b2c-0000-4000-8000-000000000001/v2.0',
    appConfiguration: 'https://127.0.0.1:7082',
    openai: 'http://127.0.0.1:7083',
    control: 'http://127.0.0.1:7084',
    storage: 'http://127.0.0.1:7085/devstoreaccount1',
  },
  origins: [],
});

/** What is typed into the other terminal is run by test/http/start.test.ts, out of the README itself. */
const RUN_BY: Readonly<Record<string, string>> = {
  'npm install': '.ci/run',
  'npm test': '.ci/run',
  'npm run check': '.ci/run',
  'npm start': 'test/http/start.test.ts',
  'npm run doctor -- --arm https://127.0.0.1:7087 --group rg-local --mint': 'test/doctor/command-line.test.ts',
};

test.each(shellLines.filter((line) => !line.includes('curl ')))('has its command run somewhere: %s', (line) => {
  const runner = RUN_BY[line] ?? '';
  const words = line === 'npm start' ? 'local/start.ts' : line;
  expect(readFileSync(runner, 'utf8')).toContain(words);
});

test('shows what npm start prints, word for word', () => {
  const shown = /^```text\n(\S+ is the playground[\s\S]*?)^```/m.exec(readme)?.[1] ?? 'nothing';
  expect(welcome).toContain(shown);
});

test('names only scripts that exist', () => {
  const named = [...readme.matchAll(/`npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('links only to files that exist', () => {
  const links = [...readme.matchAll(/\]\(((?!https?:|#)[^)#]+)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});
