import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';

/** What a TypeScript module exports, run in this process with the packages of this project. */
export function loadModule(code: string): Readonly<Record<string, unknown>> {
  const module = { exports: {} };
  const commonJs = transformSync(code, { loader: 'ts', format: 'cjs' }).code;
  compileFunction(commonJs, ['module', 'require'])(module, createRequire(join(process.cwd(), 'README.md')));
  return module.exports;
}
