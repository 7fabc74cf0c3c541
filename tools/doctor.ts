/** `npm run doctor`: checks a deployment and says why Azure says no. */
import { runDoctor } from './doctor/doctor.ts';

const { argv, env, stdout, stderr } = process;
// No await at the top level: the tests bundle this file as CommonJS.
void runDoctor({ args: argv.slice(2), environment: env, folder: process.cwd(), stdout, stderr }).then((status) => {
  process.exitCode = status;
});
