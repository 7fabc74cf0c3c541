import { existsSync, readFileSync } from 'node:fs';
import { formatWelcome } from '../../local/host/welcome.ts';

const readme = readFileSync('README.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

const shellLines = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const welcome = formatWelcome({
  hostUrl: 'http://127.0.0.1:7071',
  hostName: 'Functions (bundle harness)',
  urls: {
    identity: 'http://127.0.0.1:7080',
    issuer: 'https://localhost:7081/7e0a1b2c-0000-4000-8000-000000000001/v2.0',
    appConfiguration: 'https://127.0.0.1:7082',
    openai: 'http://127.0.0.1:7083',
    control: 'http://127.0.0.1:7084',
  },
});

/** Where each command of the README is run, besides those that `npm start` prints, which test/http/start.test.ts runs. */
const RUN_BY: Readonly<Record<string, string>> = {
  'npm install': '.ci/run',
  'npm test': '.ci/run',
  'npm run check': '.ci/run',
  'npm start': 'test/http/start.test.ts',
  'curl -s -X PUT http://127.0.0.1:7084/settings/realtime:deployment -d gpt-realtime-chat': 'test/http/start.test.ts',
  'curl -s http://localhost:7071/api/problems/deployment-not-realtime': 'test/http/start.test.ts',
};

it.each(shellLines)('runs the README’s command in a test: %s', (line) => {
  const printed = welcome.split('\n').includes(line);
  const runner = printed ? 'test/http/start.test.ts' : RUN_BY[line];
  expect(runner === undefined ? `nobody runs ${line}` : existsSync(runner)).toBe(true);
});

it('shows what npm start prints, word for word', () => {
  const shown = /^```text\n(Everything runs[\s\S]*?)^```/m.exec(readme)?.[1] ?? 'nothing';
  expect(welcome).toContain(shown);
});

it('names only scripts that exist', () => {
  const named = [...readme.matchAll(/`npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('links only to files that exist', () => {
  const links = [...readme.matchAll(/\]\(((?!https?:|#)[^)#]+)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});
