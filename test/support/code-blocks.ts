/** The code that a page of documentation prints, for the tests that run it. */
import { readFileSync } from 'node:fs';

/** In order. */
export function codeBlocks(file: string, language: string): readonly string[] {
  const blocks = readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, found, code = '']) => (found === language ? [code] : []));
}
