/** The options of the command: where to look is said as to the doctor. */
import { LAST_USAGE, readArguments, UsageError, WHERE_OPTIONS, WHERE_USAGE } from '../doctor/command-options.ts';
import { type DoctorOptions, parseDoctorOptions } from '../doctor/options.ts';

export interface SuccessorOptions {
  readonly where: DoctorOptions;
  /** The same as it was typed, for the commands that are printed. */
  readonly typed: readonly string[];
  /** Name of a model; `undefined`: the doctor's choice. */
  readonly to: string | undefined;
  /** Units; `undefined`: as many as the deployment has now. */
  readonly capacity: number | undefined;
  readonly back: boolean;
  /** Where `--back` goes to; `undefined`: what the store's revisions say. */
  readonly deployment: string | undefined;
  readonly yes: boolean;
  readonly help: boolean;
}

const WHERE = ['arm', 'store', 'group', 'app', 'env', 'label', 'subscription'] as const;
const MAX_CAPACITY = 100_000;

/** @param start what is typed before the options. */
export function usage(start: string): string {
  return `${start} [options]

Moves the app to another model before the one that it uses retires. It makes a deployment beside the old one, tries it
by a mint, moves the setting, and asks before each change. It deletes nothing. Run again, it goes on where it stopped.

  --to <model>          the model to move to, also while the present one lasts; else the doctor's choice
  --capacity <units>    of the new deployment; else as many as the old one has
  --back                moves the setting back to the deployment that it named before, and tries that one first
  --deployment <name>   with --back: the deployment to go back to; else what the store's revisions say
  --yes                 agrees to what would be asked

One of these finds the rest, as for the doctor; without any, azd's default environment does:

${WHERE_USAGE}
  --subscription <id>   where to look, when several have it
${LAST_USAGE}

Exit status: 0 done or nothing to do, 1 something refuses, 2 could not look or nobody agreed.`;
}

/** @throws {UsageError} */
export function parseSuccessorOptions(args: readonly string[]): SuccessorOptions {
  const { to, capacity, back, deployment, yes, help, ...values } = parse(args);
  const typed = WHERE.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`--${name}`, value];
  });
  const [forward] = [to === undefined ? [] : ['--to'], capacity === undefined ? [] : ['--capacity']].flat();
  if (back && forward !== undefined) throw new UsageError(`--back makes nothing and takes no ${forward}.`);
  if (!back && deployment !== undefined) throw new UsageError('--deployment says where --back goes to: add --back.');
  if (to === '' || deployment === '') throw new UsageError('--to and --deployment take a name.');
  return { where: parseDoctorOptions(typed), typed, to, capacity: readCapacity(capacity), back, deployment, yes, help };
}

function readCapacity(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const units = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (units >= 1 && units <= MAX_CAPACITY) return units;
  throw new UsageError(`--capacity must be a whole number of units from 1 on, not "${text}".`);
}

function parse(args: readonly string[]) {
  return readArguments(args, {
    ...WHERE_OPTIONS,
    to: { type: 'string' },
    capacity: { type: 'string' },
    back: { type: 'boolean', default: false },
    deployment: { type: 'string' },
    yes: { type: 'boolean', default: false },
    arm: { type: 'string' },
    subscription: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
}
