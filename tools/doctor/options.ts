/** The options of the doctor. */
import { isLoopback } from '../../src/lib/loopback.ts';
import { isOrigin } from '../../src/lib/origin.ts';
import { DEFAULT_MODEL } from '../models/model-table.ts';
import { PUBLIC_ARM } from './arm/arm-scope.ts';
import { CHECK_IDS, type CheckId } from './check-ids.ts';
import { LAST_USAGE, readArguments, UsageError, WHERE_OPTIONS, WHERE_USAGE } from './command-options.ts';

export interface DoctorOptions {
  /** Not judged yet: a name, an address in any form, or an ARM id. */
  readonly account: string | undefined;
  readonly deployment: string | undefined;
  /** Object id. */
  readonly principal: string | undefined;
  readonly store: string | undefined;
  readonly group: string | undefined;
  readonly app: string | undefined;
  readonly env: string | undefined;
  readonly label: string | undefined;
  readonly subscription: string | undefined;
  readonly origins: readonly string[];
  /** Empty: all of them. */
  readonly only: readonly CheckId[];
  readonly mint: boolean;
  readonly verify: boolean;
  readonly call: boolean;
  /** Agrees to what would be asked. */
  readonly yes: boolean;
  readonly json: boolean;
  readonly before: boolean;
  /** Prints the model to deploy as a shell's variables, and makes no checks. */
  readonly export: boolean;
  readonly model: string;
  readonly region: string | undefined;
  readonly armEndpoint: string;
  readonly help: boolean;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param start what is typed before the options. */
export function usage(start: string): string {
  return `${start} [options]

Says why Azure says no. It reads, and changes nothing.

With an account, a deployment and code of your own:

  --account <account>   the Azure OpenAI account: its name, its address as your code has it, or its ARM id
  --deployment <name>   the deployment that your code names; without it the account's only realtime one
  --principal <id>      object id of the identity that calls Azure, if that is not you

With this app, one of these finds the rest; without any, azd's default environment does:

${WHERE_USAGE}

With either:

  --mint                also mints one secret of the shortest lifetime with your own rights, and one through
                        the app with your own token, and drops them
  --verify              asks Azure what this project only assumes, and prints a report to paste into an issue
  --call                makes one silent call, through the app or straight at the account, sees it on the line
                        and hangs up
  --yes                 agrees to what --verify and --call ask first
  --origin <origin>     a page that must be allowed to call, such as https://app.example.com; may be repeated
  --subscription <id>   where to look, when several have it; also for --before
  --only <check>        this check alone, to look again after a fix; may be repeated
  --json                one JSON document instead of lines
  --before              before the first deployment: regions, versions, quota, providers, your rights
  --export              with --before and --region: prints the model to deploy there, as lines for a shell
  --model <name>        the model that --before asks about (${DEFAULT_MODEL})
  --region <name>       the one region that --before asks about
${LAST_USAGE}

Exit status: 0 nothing fails, 1 something fails, 2 could not look.`;
}

/** @throws {UsageError} */
export function parseDoctorOptions(args: readonly string[]): DoctorOptions {
  const values = parse(args);
  const options = {
    account: readMatch(values.account, '--account', /\S/, 'the name, address or ARM id of an account'),
    deployment: readMatch(values.deployment, '--deployment', /\S/, 'the name of a deployment'),
    principal: readMatch(values.principal, '--principal', GUID, 'an object id'),
    store: readUrl(values.store, '--store', 'https://my-store.azconfig.io'),
    group: readMatch(values.group, '--group', /^[\w.()-]{1,90}$/, 'the name of a resource group'),
    app: readUrl(values.app, '--app', 'https://my-app.azurewebsites.net'),
    env: readMatch(values.env, '--env', /^[\w.-]{1,64}$/, 'the name of an azd environment'),
    label: values.label,
    subscription: readMatch(values.subscription, '--subscription', GUID, 'the id of a subscription'),
    origins: (values.origin ?? []).map(readOrigin),
    only: (values.only ?? []).map(readCheck),
    mint: values.mint,
    verify: values.verify,
    call: values.call,
    yes: values.yes,
    json: values.json,
    before: values.before,
    export: values.export,
    model: values.model ?? DEFAULT_MODEL,
    region: readMatch(values.region, '--region', /^[a-z0-9]{3,40}$/, 'the short name of a region, such as eastus2'),
    armEndpoint: readUrl(values.arm, '--arm', PUBLIC_ARM) ?? PUBLIC_ARM,
    help: values.help,
  };
  assertOneWay(options);
  assertAsking(options);
  assertExport(options);
  const [only] = (['region', 'model'] as const).filter((name) => values[name] !== undefined);
  if (!options.before && only !== undefined) {
    throw new UsageError(`--${only} is what --before asks about: add --before, or leave it out.`);
  }
  return options;
}

/** The two that ask first make no checks, and print in a form of their own. */
function assertAsking({ verify, call, yes, before, mint, json, only }: DoctorOptions): void {
  if (yes && !verify && !call) {
    throw new UsageError('--yes agrees to what --verify and --call ask: add one of them, or leave it out.');
  }
  const asking = verify ? '--verify' : '--call';
  const given = { before, mint, json, only: only.length > 0, call: verify && call };
  const [name] = Object.entries(given).flatMap(([option, isGiven]) => (isGiven ? [option] : []));
  if ((verify || call) && name !== undefined) {
    throw new UsageError(`${asking} makes no checks and takes no --${name}.`);
  }
}

/** What it prints is evaluated, so nothing else may stand there. */
function assertExport({ export: isExport, before, region, json, only }: DoctorOptions): void {
  if (!isExport) return;
  if (!before || region === undefined) {
    throw new UsageError('--export prints the model to deploy in one region: add --before and --region.');
  }
  if (json || only.length > 0)
    throw new UsageError(`--export makes no checks and takes no --${json ? 'json' : 'only'}.`);
}

/** Each way of saying where to look stands alone. */
function assertOneWay(options: DoctorOptions): void {
  const given = (names: readonly (keyof DoctorOptions)[]) => names.filter((name) => options[name] !== undefined);
  const [ofApp, more] = given(['store', 'group', 'app', 'env']);
  const [ofCode] = given(['account', 'deployment', 'principal']);
  if (options.before && (ofApp ?? ofCode) !== undefined) {
    throw new UsageError(`--before looks at a subscription and takes no --${ofApp ?? ofCode}.`);
  }
  if (ofCode !== undefined && options.account === undefined) {
    throw new UsageError(`--${ofCode} is about an account of your own: name it with --account.`);
  }
  const [ofSettings = ofApp] = given(['label']);
  if (ofCode !== undefined && ofSettings !== undefined) {
    throw new UsageError(`--account looks at an account without this app and takes no --${ofSettings}.`);
  }
  if (options.env !== undefined && more !== undefined) {
    throw new UsageError(`--env says where everything is and takes no --${ofApp}.`);
  }
}

function parse(args: readonly string[]) {
  return readArguments(args, {
    ...WHERE_OPTIONS,
    account: { type: 'string' },
    deployment: { type: 'string' },
    principal: { type: 'string' },
    subscription: { type: 'string' },
    origin: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    mint: { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false },
    call: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    before: { type: 'boolean', default: false },
    export: { type: 'boolean', default: false },
    model: { type: 'string' },
    region: { type: 'string' },
    arm: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
}

/** An origin: what follows the host is not needed. Plain http is for this machine only, as everywhere else. */
function readUrl(text: string | undefined, option: string, example: string): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return url.origin;
  throw new UsageError(`${option} must be an https address such as ${example}, not "${text}".`);
}

function readOrigin(text: string): string {
  if (isOrigin(text)) return text;
  throw new UsageError(`--origin must be an exact origin such as https://app.example.com, not "${text}".`);
}

function readCheck(text: string): CheckId {
  const id = CHECK_IDS.find((candidate) => candidate === text);
  if (id) return id;
  throw new UsageError(`--only must be the id of a check such as deployment.model, not "${text}".`);
}

function readMatch(text: string | undefined, option: string, form: RegExp, what: string): string | undefined {
  if (text === undefined || form.test(text)) return text;
  throw new UsageError(`${option} must be ${what}, not "${text}".`);
}
