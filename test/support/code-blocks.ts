/** The code that a page of documentation prints, so that a test can run it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';

/** In order. */
export function codeBlocks(file: string, language: string): readonly string[] {
  const blocks = readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, found, code = '']) => (found === language ? [code] : []));
}

/** What a TypeScript module exports, run in this process with the packages of this project. */
export function loadModule(code: string): Readonly<Record<string, unknown>> {
  const module = { exports: {} };
  const commonJs = transformSync(code, { loader: 'ts', format: 'cjs' }).code;
  compileFunction(commonJs, ['module', 'require'])(module, createRequire(join(process.cwd(), 'README.md')));
  return module.exports;
}
