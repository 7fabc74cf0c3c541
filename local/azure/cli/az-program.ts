/** Puts an executable `az` into a folder: it hands its arguments to the control service and prints what comes back. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Plain JavaScript without imports of ours: it is started for each token, so its start-up is somebody's wait. */
const PROGRAM = `const answer = await fetch(process.env.EMULATED_AZURE_CONTROL + '/az', { method: 'POST', body: JSON.stringify(process.argv.slice(2)) });
const { status, stdout, stderr } = await answer.json();
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status;
`;

/** For a POSIX shell, as the tests and the README use it. */
export async function writeAzProgram(folder: string, controlUrl: string): Promise<void> {
  const [program, script] = [join(folder, 'az.mjs'), join(folder, 'az')];
  await writeFile(program, PROGRAM);
  await writeFile(
    script,
    `#!/bin/sh\nEMULATED_AZURE_CONTROL='${controlUrl}' exec '${process.execPath}' '${program}' "$@"\n`,
  );
  await chmod(script, 0o755);
}
