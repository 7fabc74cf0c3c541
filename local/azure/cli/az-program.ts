/** Puts an executable `az` into a folder: it hands its arguments to the control service and prints what comes back. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Plain JavaScript that loads little: it is started for each token, so its start-up is somebody's wait. */
const PROGRAM = `import { request } from 'node:http';
const asked = request(process.env.EMULATED_AZURE_CONTROL + '/az', { method: 'POST' }, (answer) => {
  let text = '';
  answer.setEncoding('utf8').on('data', (part) => { text += part; });
  answer.on('end', () => {
    const { status, stdout, stderr } = JSON.parse(text);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = status;
  });
});
asked.end(JSON.stringify(process.argv.slice(2)));
`;

/** For a POSIX shell, as the tests and the README use it. */
export async function writeAzProgram(folder: string, controlUrl: string): Promise<void> {
  const [program, script] = [join(folder, 'az.mjs'), join(folder, 'az')];
  await writeFile(program, PROGRAM);
  await writeFile(
    script,
    `#!/bin/sh\nunset NODE_EXTRA_CA_CERTS NODE_OPTIONS\nEMULATED_AZURE_CONTROL='${controlUrl}' exec '${process.execPath}' '${program}' "$@"\n`,
  );
  await chmod(script, 0o755);
}
