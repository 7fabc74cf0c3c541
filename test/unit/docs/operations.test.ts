/** The runbook: each alert has its section, and what the page links, names and asks is there. */
import { existsSync, readFileSync } from 'node:fs';
import ALERTS from '../../../infra/monitoring/alerts.json';
import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { CREDENTIAL_FAILURES } from '../../../src/lib/credential-failure.ts';
import { PROBLEMS } from '../../../src/problems/all-problems.ts';
import { anchorsOf } from '../../support/anchors.ts';

const page = readFileSync('docs/operations.md', 'utf8');
const parameters = readFileSync('infra/main.bicepparam', 'utf8');
const sections = page.split(/^(?=#{2,3} )/m);
const sectionOf = (anchor: string) => sections.find((text) => anchorsOf(text)[0] === anchor) ?? '';
const found = (pattern: RegExp) =>
  [...page.matchAll(pattern)].map(([, first = '', second = '']) => [first, second] as const);

describe.each(Object.entries(ALERTS))('the section of the alert %s', (name, { title, query, column }) => {
  const section = sectionOf(name);

  test('has the alert’s title and a first look, at its own query where that can be asked', () => {
    expect(section.split('\n')[0]).toBe(`### ${title}`);
    expect(section).toContain('**Look first.**');
    const looks = {
      'model-retirement': '`az` commands',
      failures: 'ask problems',
      'quota-refusals': 'ask quota-policies',
      // The workspace has it, and `ask` asks the component.
      'settings-changes': 'Who changed which settings',
    };
    expect(section).toContain(Object.entries(looks).find(([file]) => file === query)?.[1] ?? `ask ${query}`);
  });

  test('has the variable of its bound', () => {
    const [, variable] = new RegExp(`\\b${column}: int\\(readEnvironmentVariable\\('(\\w+)'`).exec(parameters) ?? [];
    expect(section).toContain(`\`${variable}\``);
  });
});

test('says what to do about every code that is a failure', () => {
  const failures = Object.entries(PROBLEMS).filter(([, { status }]) => status >= 500);
  const section = sectionOf('mints-fail');
  expect(failures.map(([code]) => code).filter((code) => !section.includes(`\`${code}\``))).toEqual([]);
});

test('says what to do about every reason that an identity gives no token for, and names no other', () => {
  const named = [...sectionOf('the-identity-gives-no-token').matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name);
  expect(named).toEqual([...CREDENTIAL_FAILURES]);
});

test('names only diagnoses that the catalogue has', () => {
  const named = found(/\[`([\w-]+)`\]\(troubleshooting\.md#([\w-]+)\)/g);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(([name, anchor]) => name !== anchor || !CATALOGUE.some(({ id }) => id === name))).toEqual([]);
});

test('links only to pages and sections that exist', () => {
  const links = found(/\]\(([\w.-]*)(?:#([\w-]+))?\)/g);
  const broken = links.filter(([file, anchor]) => {
    const path = file === '' ? 'docs/operations.md' : `docs/${file}`;
    return !existsSync(path) || (anchor !== '' && !anchorsOf(readFileSync(path, 'utf8')).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test('asks only queries that there are', () => {
  const asked = found(/`ask ([a-z-]+)/g).map(([name]) => name);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !existsSync(`infra/monitoring/queries/${name}.kql`))).toEqual([]);
});
