/** Copies of infra/, changed or not. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from './variants';

export const INFRA = join(__dirname, '../../../infra');

/** A change of the template that some assertion has to notice. */
export interface Mutation {
  /** Below infra/. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Copy {
  /** Each must apply exactly once. */
  readonly mutations?: readonly Mutation[];
  /** What the parameters read instead of the environment, which the compiler's process has only one of. */
  readonly variables?: Variables;
}

/** Uses a changed copy of infra/. */
export async function withTemplate<T>(
  { mutations = [], variables }: Copy,
  use: (root: string) => T | Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'infra-'));
  try {
    cpSync(INFRA, root, { recursive: true });
    for (const mutation of mutations) apply(root, mutation);
    const parameters = join(root, 'main.bicepparam');
    if (variables) writeFileSync(parameters, readVariables(readFileSync(parameters, 'utf8'), variables));
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function apply(root: string, { file, from, to }: Mutation): void {
  const path = join(root, file);
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`A mutation of ${file} applies ${parts.length - 1} times: ${from}`);
  writeFileSync(path, parts.join(to));
}

/** A name, and perhaps a default in which other calls stand. */
const READ = /readEnvironmentVariable\(\s*'(\w+)'(?:,\s*((?:[^()]|\([^()]*\))*))?\)/g;

/** As the compiler reads them; one that is required and missing is left for the compiler to complain about. */
function readVariables(parameters: string, variables: Variables): string {
  return parameters.replace(READ, (call: string, name: string, absent: string | undefined) => {
    const value = variables[name];
    if (value !== undefined) return `'${value.replace(/['\\$]/g, String.raw`\$&`)}'`;
    return absent === undefined ? call : readVariables(absent, variables);
  });
}
