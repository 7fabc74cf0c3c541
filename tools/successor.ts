/** `npm run successor`: moves the app to another model before the one that it uses retires, and back. */
import { createConfirm } from './doctor/print/confirm.ts';
import { runSuccessor } from './successor/run-successor.ts';
import { USUAL_PATIENCE } from './successor/work.ts';

const { argv, env, stdin, stdout, stderr } = process;
const confirm = createConfirm({ stdin, stderr });
process.exitCode = await runSuccessor({
  start: 'npm run successor --',
  args: argv.slice(2),
  environment: env,
  folder: process.cwd(),
  stdout,
  stderr,
  patience: USUAL_PATIENCE,
  ...(confirm && { confirm }),
});
