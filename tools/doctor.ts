/** `npm run doctor`: checks a deployment and says why Azure says no. */
import { basename, relative } from 'node:path';
import { quote } from './doctor/az-commands.ts';
import { FROM_CLONE } from './doctor/command-line.ts';
import { runDoctor } from './doctor/doctor.ts';
import { createConfirm } from './doctor/print/confirm.ts';

const { argv, env, stdin, stdout, stderr } = process;
const [, script = '', ...args] = argv;
const folder = process.cwd();
/** npm's script runs this very file; everybody else has the one that it was bundled to. */
const start = basename(script) === 'doctor.ts' ? FROM_CLONE : `node ${quote(relative(folder, script))}`;
/** What a shell calls the end of a program whose reader has gone. */
const READER_GONE = 141;

stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  process.exit(code === 'EPIPE' ? READER_GONE : 2);
});
const confirm = createConfirm({ stdin, stderr });
// No await at the top level: what ships is CommonJS.
void runDoctor({ start, args, environment: env, folder, stdout, stderr, ...(confirm && { confirm }) }).then(
  (status) => {
    process.exitCode = status;
  },
);
