/** What a shell makes of a text that somebody pastes: the words of each `az` in it. Nothing else of it runs. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RECORD = '\u001e';
/** It keeps its words, and prints something for whoever asks. */
const AZ = `#!/bin/sh
{ printf '%s\\0' "$@"; printf '\\036'; } >>"$AZ_WORDS"
echo answer
`;
/** A text takes an instant or a hash from it. */
const NODE = `#!/bin/sh
echo answer
`;

/** @param names values of the variables that the text does not set; the others are named after themselves. */
export function azWords(text: string, names: Readonly<Record<string, string>> = {}): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'az-words-'));
  try {
    writeFileSync(join(folder, 'az'), AZ);
    writeFileSync(join(folder, 'node'), NODE);
    for (const command of ['az', 'node']) chmodSync(join(folder, command), 0o755);
    const words = join(folder, 'words');
    writeFileSync(words, '');
    const variables = [...text.matchAll(/\$\{?([A-Z][A-Z_0-9]*)/g)].map(([, name = '']) => [name, `the-${name}`]);
    const functions = [...text.matchAll(/^(\w+)\(\) \{/gm)].map(([, name]) => `${name} something`);
    // Only these two are on the path: what else the text names is not found, and does nothing.
    spawnSync('/bin/sh', ['-c', [text, ...functions].join('\n')], {
      cwd: folder,
      env: { ...Object.fromEntries(variables), ...names, PATH: folder, AZ_WORDS: words },
    });
    const records = readFileSync(words, 'utf8').split(RECORD).slice(0, -1);
    return records.map((record) => record.split('\0').slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
