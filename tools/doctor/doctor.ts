/** One run of the doctor: from the command line to the exit status. */
import type { TokenCredential } from '@azure/identity';
import { createArm } from './arm/arm.ts';
import type { Arm } from './arm/arm-port.ts';
import { armScope } from './arm/arm-scope.ts';
import { BEFORE_DOCTOR } from './before/before-checks.ts';
import { type BeforeFacts, createBeforeFacts } from './before/before-facts.ts';
import { modelToDeploy } from './before/model-to-deploy.ts';
import { callOnce } from './call/call.ts';
import type { Check } from './check.ts';
import { DEPLOYMENT_DOCTOR } from './checks/all-checks.ts';
import { OWN_CODE_DOCTOR } from './checks/own-code.ts';
import { createCommandLine } from './command-line.ts';
import { UsageError } from './command-options.ts';
import { discover, type Input } from './discovery.ts';
import { createFacts, type Facts } from './facts/facts.ts';
import { readInput } from './input.ts';
import { LOOK_TIMEOUT_MS } from './look.ts';
import { type DoctorOptions, parseDoctorOptions, usage } from './options.ts';
import { findOwn } from './own/find-own.ts';
import { ownFacts, targetFacts } from './print/header.ts';
import { complain, createScreen, writeReport, writeText } from './print/screen.ts';
import { createReport, exitStatus } from './report.ts';
import { findCauses } from './root-cause.ts';
import { type CheckResult, runChecks, type Settled } from './run-checks.ts';
import { runOverTargets } from './run-over-targets.ts';
import { createCredential, type Person, signIn } from './sign-in.ts';
import type { Surroundings } from './surroundings.ts';
import { verify } from './verify/verify.ts';

interface Visit {
  readonly options: DoctorOptions;
  readonly credential: TokenCredential;
  readonly arm: Arm;
  readonly person: Person;
}

const COULD_NOT_LOOK = 2;
const WAYS = '--account, --store, --group, --app or --env';

/** The exit status. */
export async function runDoctor(surroundings: Surroundings): Promise<number> {
  const { start, args, environment, stdout, stderr } = surroundings;
  try {
    const options = parseDoctorOptions(args);
    if (options.help) {
      stdout.write(`${usage(start)}\n`);
      return 0;
    }
    const credential = createCredential(environment, LOOK_TIMEOUT_MS);
    const isOfApp = !options.before && options.account === undefined;
    const input = isOfApp ? await readInput(options, surroundings.folder, WAYS) : undefined;
    const signedIn = await signIn(credential, armScope(options.armEndpoint), {
      environment,
      timeoutMs: LOOK_TIMEOUT_MS,
    });
    if (!signedIn.signedIn) throw new UsageError(signedIn.because);
    const arm = createArm({ credential, endpoint: options.armEndpoint });
    const visit = { options, credential, arm, person: signedIn.person };
    if (input) return await examine(visit, input, surroundings);
    return await (options.before ? examineBefore(visit, surroundings) : examineOwn(visit, surroundings));
  } catch (error) {
    // Only the kind of a bug: its message could quote a value.
    const kind = error instanceof Error ? error.name : 'unknown error';
    complain(stderr, error instanceof UsageError ? error.message : `The doctor itself failed (${kind}).`);
    return COULD_NOT_LOOK;
  }
}

async function examine(
  { options, person, ...parts }: Visit,
  input: Input,
  surroundings: Surroundings,
): Promise<number> {
  const target = await discover(input, parts.arm);
  const commandLine = createCommandLine(surroundings.start, surroundings.args);
  const facts = createFacts({ target, person, ...options, commandLine, ...parts });
  if (options.verify || options.call) return askFirst(facts, options, parts.credential, surroundings);
  const shown = targetFacts(target, person);
  return run({ all: DEPLOYMENT_DOCTOR, runChecks: runOverTargets }, facts, shown, options, surroundings);
}

async function examineOwn({ options, person, ...parts }: Visit, surroundings: Surroundings): Promise<number> {
  const { own, target } = await findOwn(options, parts.arm);
  const commandLine = createCommandLine(surroundings.start, surroundings.args);
  const facts = createFacts({ target, own, person, ...options, commandLine, ...parts });
  if (options.verify || options.call) return askFirst(facts, options, parts.credential, surroundings);
  return run({ all: OWN_CODE_DOCTOR, runChecks }, facts, ownFacts(own, person), options, surroundings);
}

async function examineBefore({ options, arm, person }: Visit, surroundings: Surroundings): Promise<number> {
  const facts = await createBeforeFacts({ ...options, arm, person });
  if (options.export && options.region !== undefined) return exportModelOf(facts, options.region, surroundings);
  const shown = { subscription: facts.subscription, model: facts.model, 'looking as': person.objectId };
  return run({ all: BEFORE_DOCTOR, runChecks }, facts, shown, options, surroundings);
}

/** The line alone goes to stdout, for a shell to evaluate. */
async function exportModelOf(facts: BeforeFacts, region: string, { stdout, stderr }: Surroundings): Promise<number> {
  const found = await modelToDeploy(facts, region);
  complain(stderr, found.note);
  if (found.kind === 'chosen') writeText(stdout, found.line);
  return { chosen: 0, none: 1, unseen: COULD_NOT_LOOK }[found.kind];
}

function askFirst(
  facts: Facts,
  { call, yes }: DoctorOptions,
  credential: TokenCredential,
  { confirm, stdout }: Surroundings,
): Promise<number> {
  const order = { facts, credential, isAgreed: yes, confirm, write: (text: string) => writeText(stdout, text) };
  return call ? callOnce(order) : verify(order);
}

interface Examination<F> {
  readonly all: readonly Check<F>[];
  runChecks(checks: readonly Check<F>[], facts: F, settled: Settled): Promise<readonly CheckResult[]>;
}

async function run<F>(
  { all, ...how }: Examination<F>,
  facts: F,
  target: Readonly<Record<string, string>>,
  { json, only }: DoctorOptions,
  { stdout, environment }: Surroundings,
): Promise<number> {
  const checks = only.length === 0 ? all : all.filter(({ id }) => only.includes(id));
  if (json) {
    const results = await how.runChecks(checks, facts, () => undefined);
    const report = createReport(target, results, findCauses(results));
    writeReport(stdout, report);
    return report.status;
  }
  const screen = createScreen({ stdout, environment, target, ids: checks.map(({ id }) => id) });
  const results = await how.runChecks(checks, facts, screen.settle);
  screen.summarise(results);
  return exitStatus(results);
}
