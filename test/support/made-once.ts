/**
 * What the tests fetch or unpack once for all of them, inside the clone: a folder of `node_modules/.cache` that appears
 * whole, however many processes want it at the same time.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const CACHE = join(__dirname, '../../node_modules/.cache');

/** @param make fills a folder that is renamed to `folder` afterwards; what it throws leaves nothing behind. */
export function madeOnce(folder: string, make: (scratch: string) => void): string {
  if (existsSync(folder)) return folder;
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
