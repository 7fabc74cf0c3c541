/** Who imports whom below some folders, types included, as the files themselves say it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

export interface Import {
  readonly from: string;
  readonly to: string;
}

export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name).split(sep).join('/'));
}

export function importsOf(file: string, text = readFileSync(file, 'utf8')): readonly Import[] {
  const specifiers = [...text.matchAll(/^(?:import|export)\b[^;]*?'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'/gm)];
  return specifiers.map(([, named, awaited]) => ({
    from: file,
    to: normalize(join(dirname(file), named ?? awaited ?? ''))
      .split(sep)
      .join('/'),
  }));
}
