/** docs/README.md leads every reader to every page, and README’s list of what nobody has seen is that of its page. */
import { readdirSync, readFileSync } from 'node:fs';

const index = readFileSync('docs/README.md', 'utf8');
const readme = readFileSync('README.md', 'utf8');
const notVerified = readFileSync('docs/not-verified.md', 'utf8');

test('has a row for every page of docs', () => {
  const linked = [...index.matchAll(/^\| \[[^\]]+\]\(([\w.-]+)/gm)].map(([, page]) => page);
  const pages = readdirSync('docs').filter((name) => /\.(?:md|json)$/.test(name) && name !== 'README.md');
  expect([...pages, 'decisions'].filter((page) => !linked.includes(page))).toEqual([]);
});

test('is linked from README’s first screen, as is a page for each of its readers', () => {
  const [firstScreen = ''] = readme.split('![');
  for (const page of ['README', 'clients', 'deploy', 'threat-model']) expect(firstScreen).toContain(`(docs/${page}.md`);
  expect(firstScreen).toContain('(CONTRIBUTING.md)');
});

test('has a README of at most 1,800 words', () => {
  expect(readme.split(/\s+/).filter((word) => word !== '').length).toBeLessThanOrEqual(1800);
});

test('explains each point that README lists as seen by nobody, with the mark that it has there', () => {
  const [, list = ''] = readme.split('## Not verified against Azure');
  const listed = [...list.matchAll(/^- (.*)$/gm)].map(([, point]) => point);
  const explained = [...notVerified.matchAll(/^- \*\*(.+?)\*\*(.*)$/gm)].map(([, point = '', rest = '']) =>
    rest.endsWith(' _(verify)_') ? `${point} _(verify)_` : point,
  );
  expect(listed.length).toBeGreaterThan(20);
  expect(explained).toEqual(listed);
});
