/** docs/clients.md: its TypeScript compiles for whoever copies it, and what it names and links is there. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../../src/diagnosis/recognise.ts';
import { anchorsOf } from '../support/anchors.ts';
import { codeBlocks } from '../support/code-blocks.ts';

const PAGE = 'docs/clients.md';
const page = readFileSync(PAGE, 'utf8');

test('has TypeScript that compiles in strict mode against the published types', () => {
  const blocks = codeBlocks(PAGE, 'ts');
  mkdirSync('.local', { recursive: true });
  const folder = mkdtempSync(join('.local', 'clients-'));
  const names = blocks.map((code, index) => {
    writeFileSync(join(folder, `block-${index}.ts`), code);
    return `block-${index}.ts`;
  });
  const minting = blocks.findIndex((code) => code.includes("anchor: 'created_at'"));
  const compilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: true, module: 'preserve', target: 'es2022', types: [] },
    lib: ['es2022', 'dom'],
    paths: {
      'realtime-token-client': ['../../client/dist/index.d.ts'],
      'realtime-token-client/*': ['../../client/dist/*.d.ts'],
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: names }));
  const compile = () =>
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { encoding: 'utf8' });
  try {
    expect(blocks).toHaveLength(3);
    expect(compile()).toBe('');
    const wrong = blocks[minting]?.replace("anchor: 'created_at'", "anchor: 'never'") ?? '';
    writeFileSync(join(folder, `block-${minting}.ts`), wrong);
    expect(compile).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('has events of the GA API beside those of the beta', () => {
  const types = readFileSync('node_modules/openai/resources/realtime/realtime.d.ts', 'utf8');
  const isKnown = (name: string) => types.includes(`'${name}'`);
  const [, rows = ''] = page.split(/^\| Beta .*\n.*\n/m);
  const cells =
    rows
      .split('\n\n')[0]
      ?.split('\n')
      .map((row) => row.split('|').slice(1, 3)) ?? [];
  expect(cells).toHaveLength(4);
  for (const [beta = '', ga = ''] of cells) {
    expect(namesIn(ga).filter((name) => !isKnown(name))).toEqual([]);
    // That one still has a type; the service does not send it.
    expect(namesIn(beta).filter((name) => isKnown(name) && name !== 'conversation.item.created')).toEqual([]);
  }
});

test('links only to pages, sections and diagnoses that exist', () => {
  const links = [...page.matchAll(/\]\(((?!https?:)[^)#]*)(?:#([\w-]+))?\)/g)];
  expect(links.length).toBeGreaterThan(4);
  const broken = links.filter(([, file = '', anchor]) => {
    const path = join('docs', file);
    return !existsSync(path) || (anchor !== undefined && !anchorsOf(readFileSync(path, 'utf8')).includes(anchor));
  });
  expect(broken).toEqual([]);
  const named = [...page.matchAll(/troubleshooting\.md#([\w-]+)/g)].map(([, id]) => id);
  expect(named.filter((name) => !CATALOGUE.some(({ id }) => id === name))).toEqual([]);
});

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([a-z_.]+)`/g)].map(([, name = '']) => name);
}
