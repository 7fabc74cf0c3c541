/** `npm run doctor`: checks a deployment and says why Azure says no. */
import { runDoctor } from './doctor/doctor.ts';

const { argv, env, stdout, stderr } = process;
/** What a shell calls the end of a program whose reader has gone. */
const READER_GONE = 141;

stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  process.exit(code === 'EPIPE' ? READER_GONE : 2);
});
// No await at the top level: the tests bundle this file as CommonJS.
void runDoctor({ args: argv.slice(2), environment: env, folder: process.cwd(), stdout, stderr }).then((status) => {
  process.exitCode = status;
});
