/**
 * What the tests fetch or unpack once for all of them, inside the clone: a folder of `node_modules/.cache` that appears
 * whole, however many processes want it at the same time.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const CACHE = join(__dirname, '../../node_modules/.cache');

/**
 * @param name of a folder in the cache, or an absolute path.
 * @param make fills a folder that is renamed afterwards; what it throws leaves nothing behind.
 */
export function madeOnce(name: string, make: (scratch: string) => void): string {
  const folder = resolve(CACHE, name);
  if (isMade(name)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const scratch = mkdtempSync(`${folder}-`);
  try {
    make(scratch);
    renameSync(scratch, folder);
  } catch (error) {
    // Another one may have been faster.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

/** For what takes a promise to make. */
export function isMade(name: string): boolean {
  return existsSync(resolve(CACHE, name));
}
