/** Puts an executable `az` into a folder: it hands its arguments to the control service and prints what comes back. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a POSIX shell evaluates so that the doctor, typed there, looks at this Azure as its operator. */
export function toOperatorSetup({ folder, path }: { readonly folder: string; readonly path: string }): string {
  return `export PATH='${folder}':"$PATH" NODE_EXTRA_CA_CERTS='${path}'\n`;
}

/** For a POSIX shell with curl: it is started for each token, and a Node program would take four times as long. */
export async function writeAzProgram(folder: string, controlUrl: string): Promise<void> {
  const script = join(folder, 'az');
  const send = `curl -s --fail-with-body -H 'Content-Type: application/json' --data-binary @- '${controlUrl}/az'`;
  await writeFile(script, `#!/bin/sh\nprintf '%s\\0' "$@" | ${send}\n`);
  await chmod(script, 0o755);
}
