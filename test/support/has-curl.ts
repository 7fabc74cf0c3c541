/** Whether this machine can run the commands that the pages print; it skips nothing in CI. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function hasCurl(): Promise<boolean> {
  const found = await promisify(execFile)('curl', ['--version']).then(
    () => true,
    () => false,
  );
  if (!found && process.env['CI']) throw new Error('CI is set and there is no curl: nothing may be skipped.');
  if (!found) process.stderr.write('SKIPPED: there is no curl, so the printed command was not run.\n');
  return found;
}
