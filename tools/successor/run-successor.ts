/** One run of the command: from the command line to the exit status. */
import { createArm } from '../doctor/arm/arm.ts';
import { armScope } from '../doctor/arm/arm-scope.ts';
import { createCommandLine, FROM_CLONE } from '../doctor/command-line.ts';
import { UsageError } from '../doctor/command-options.ts';
import { discover } from '../doctor/discovery.ts';
import { createFacts } from '../doctor/facts/facts.ts';
import { readInput } from '../doctor/input.ts';
import { LOOK_TIMEOUT_MS } from '../doctor/look.ts';
import { mendLines } from '../doctor/print/result-lines.ts';
import { complain, writeText } from '../doctor/print/screen.ts';
import { createCredential, signIn } from '../doctor/sign-in.ts';
import type { Surroundings } from '../doctor/surroundings.ts';
import { createDeploymentWriter } from './deployment-writer.ts';
import { moveBack } from './move-back.ts';
import { moveOn } from './move-on.ts';
import { parseSuccessorOptions, type SuccessorOptions, usage } from './options.ts';
import { createSettingStore } from './setting-store.ts';
import type { Patience, Work } from './work.ts';

export interface SuccessorSurroundings extends Surroundings {
  readonly patience: Patience;
}

const COULD_NOT_LOOK = 2;

/** The exit status. */
export async function runSuccessor(surroundings: SuccessorSurroundings): Promise<number> {
  const { start, args, stdout, stderr } = surroundings;
  try {
    const options = parseSuccessorOptions(args);
    if (options.help) {
      stdout.write(`${usage(start)}\n`);
      return 0;
    }
    const work = await begin(options, surroundings);
    const done = await (options.back ? moveBack(work) : moveOn(work));
    if (done.ok) return 0;
    const { say, mend = {}, status } = done.error;
    for (const line of ['', say, ...mendLines(mend)]) complain(stderr, line);
    return status;
  } catch (error) {
    // Only the kind of a bug: its message could quote a value.
    const kind = error instanceof Error ? error.name : 'unknown error';
    complain(stderr, error instanceof UsageError ? error.message : `The command itself failed (${kind}).`);
    return COULD_NOT_LOOK;
  }
}

async function begin(options: SuccessorOptions, surroundings: SuccessorSurroundings): Promise<Work> {
  const { environment, folder, stdout, start, patience, confirm } = surroundings;
  const { armEndpoint } = options.where;
  const input = await readInput(options.where, folder);
  const credential = createCredential(environment, LOOK_TIMEOUT_MS);
  const signedIn = await signIn(credential, armScope(armEndpoint), { environment, timeoutMs: LOOK_TIMEOUT_MS });
  if (!signedIn.signedIn) throw new UsageError(signedIn.because);
  const arm = createArm({ credential, endpoint: armEndpoint });
  const target = await discover(input, arm);
  const commandLine = createCommandLine(FROM_CLONE, options.typed);
  const lookAgain = () =>
    createFacts({ target, person: signedIn.person, credential, arm, origins: [], mint: true, commandLine });
  const facts = lookAgain();
  if (!facts.storeName) throw new UsageError('No App Configuration store is known: name it with --store.');
  return {
    ...{ facts, lookAgain, credential, options, start, patience },
    isOfAzd: input.isOfAzd,
    store: createSettingStore(facts.storeName, credential),
    writeDeployment: createDeploymentWriter(credential, armEndpoint),
    say: (...lines) => (lines.length > 0 ? writeText(stdout, lines.join('\n')) : undefined),
    async agree() {
      if (options.yes) return true;
      if (!confirm) throw new UsageError('Nobody is there to ask, so nothing was changed: --yes agrees.');
      return confirm('Go on? [y/N] ');
    },
  };
}
