/** docs/doctor.md: how to ask, what is looked at, and what the answer looks like. */
import * as z from 'zod/mini';
import { BEFORE_DOCTOR } from '../doctor/before/before-checks.ts';
import { DEPLOYMENT_DOCTOR } from '../doctor/checks/all-checks.ts';
import { FROM_CLONE } from '../doctor/command-line.ts';
import { usage } from '../doctor/options.ts';
import { reportSchema } from '../doctor/report.ts';
import type { Experiment } from '../doctor/verify/experiment.ts';
import { EXPERIMENTS } from '../doctor/verify/experiments.ts';
import { DEFAULT_MODEL } from '../models/model-table.ts';
import { OWN_COMMAND, PIPELINE_COMMAND } from './doctor-commands.ts';
import { GENERATED, page, prose, table } from './markdown.ts';

interface Described {
  readonly id: string;
  readonly about: string;
}

/** What the command printed, for each of three people. */
export interface Transcripts {
  /** Whoever has the error, with an account and code of their own. */
  readonly own: string;
  readonly operator: string;
  readonly pipeline: string;
}

export function doctorPage({ own, operator, pipeline }: Transcripts): string {
  return page(
    '# Why does Azure say no',
    GENERATED,
    '`npm run doctor` looks from outside at a deployment of this app, or at an account that has nothing of this project’s, and names what is wrong with it, with the command that mends it. It reads; what it can make are client secrets that it drops: with `--mint` one of ten seconds with the person’s own rights, and one through the app as a caller; and those of `--verify` and `--call`, which ask first. The hang-up that it asks for is one of an id that no call has.',
    `\`\`\`text\n${usage(FROM_CLONE)}\n\`\`\``,
    '## With an account and code of your own',
    'Without this app: `--account` names the Azure OpenAI account, and nothing else is needed. It is a name, the address as your code has it, with its path and query, or an ARM id; several accounts of one name are listed. `--deployment` is what your code has in `session.model`; without it the account’s realtime deployments are listed and one is taken. `--principal` is the object id (not the client id) of the identity that your code signs in as, where that is not you. Of the checks below those run that an account and a deployment are enough for, and what they print to mend is about your own request. Where their descriptions name a setting (`realtime:deployment`), your request’s own value is meant.',
    `\`\`\`sh\n${OWN_COMMAND}\n\`\`\``,
    'Here the name is right and a chat model is behind it, on the emulated Azure of `npm start`; with an account in Azure leave out `--arm`:',
    `\`\`\`text\n${own.trimEnd()}\n\`\`\``,
    'Where everything is green and your code is refused all the same, `mint.answer` shows the request that Azure took: whatever yours has beyond it is what is wrong.',
    '### Without the clone',
    '`npm run build` makes `dist/doctor.js`: one file, for Node 20 and up, that runs from a folder with nothing else in it, `node doctor.js --account <name> --mint`. It has the same options, and prints its own name in the commands that it advises. It needs the Azure CLI or azd to be signed in, as the other does. Until there is a release it is built from a clone.',
    '## With this app',
    'The deployment has a right-looking name and a chat model behind it, on the emulated Azure of `npm start` ([how to](emulator.md#resource-manager-and-the-azure-cli)):',
    `\`\`\`text\n${operator.trimEnd()}\n\`\`\``,
    [
      '- A line is `ok`, `warn`, `FAIL`, or `skip` with the reason: what the person may not read, what was not asked for. A missing permission to look is no fault of the thing, and no green either: a run that could not look at something that was there ends with “Could not look at N of M checks” and 2. What was not there to be looked at does not count.',
      '- Each key of the settings is judged by itself: a wrong one hides only the checks that need it. Where its value surely should be another one that is printed; else the last one that the app takes, out of the store’s revisions.',
      '- Where no caller was tried the summary says so.',
      '- Where several checks fail for one reason the summary names that one, and says which follow from it. A cause that only may fail, such as a deployment of two minutes, is a warning that becomes the cause when something fails because of it.',
      '- The commands are complete. They are for a POSIX shell, and for whoever may make the change. The doctor runs none of them. None puts another model behind the name of a deployment that is there: another one is made beside it.',
      '- Control and format characters in what others wrote, such as the name of a key, are shown as `\\u001b`; in a command `printf` makes them.',
      '- No token, key, client secret, instructions or app setting is printed. Endpoint, deployment, origins, names, ids and the keys of settings are.',
    ].join('\n'),
    '## Who looks',
    'Whoever is signed in with `az login`, or with `azd auth login`. With `AZURE_TOKEN_CREDENTIALS` set, that credential of `DefaultAzureCredential` is used, for a pipeline or a managed identity. To see everything: Reader on the subscription and App Configuration Data Reader on the store; for `--mint` also Cognitive Services OpenAI User on the account, and the scope of the API, which infra/entra.sh lets the Azure CLI ask for. The app’s own roles are read from their assignments, so they need nothing more. With less, more is skipped. Who is signed in to another tenant than the subscription’s is told so, with the `az login --tenant $TENANT` that helps.',
    '`--arm` names the Resource Manager of another cloud; tokens are then asked for it.',
    '## Checks of a deployment',
    'In the order in which a cause comes before its consequences. An id is never renamed.',
    ...DEPLOYMENT_DOCTOR.map(section),
    '## Checks before a deployment',
    `With \`--before\`. \`--region\` asks about one region, \`--model\` about another model than \`${DEFAULT_MODEL}\`.`,
    ...BEFORE_DOCTOR.map(section),
    '## What nobody has verified yet',
    `Much of what this project knows of Azure is documented or reported, and some of it is a guess ([README](../README.md#not-verified-against-azure)). \`--verify\`, with \`--account\` or with what finds the app, settles on your own account what one account can settle: ${EXPERIMENTS.reduce((sum, { requests }) => sum + requests, 0)} requests with your own rights, one after the other, and nothing else is changed. It asks before; \`--yes\` agrees where nobody can be asked.`,
    'The requests are mints, whose secrets are dropped where they arrive (one of them lives for two hours, as it was asked to), offers that no one can take, and one that begins a call over which nothing is said and which is ended at once. Azure’s price list has prices for tokens of audio and text; none is sent, so it should cost nothing, which itself is not verified. The mints may count against the deployment’s requests a minute, which its callers share.',
    'The report is Markdown, ready to be pasted into an issue. It has no name, id, host, token or secret: of what Azure says only numbers and words of Azure’s own are repeated, and a word in which a name of yours is found is left out. It says of each switch of the [emulated Azure](emulator.md) whether your Azure bears it out. The exit status is 0 where something was settled, 2 where nothing was.',
    table(
      ['Experiment', 'Question', 'What the project assumes', 'Requests'],
      EXPERIMENTS.map((experiment) => [
        `\`${experiment.id}\``,
        experiment.question,
        assumed(experiment),
        String(experiment.requests),
      ]),
    ),
    '## A call of its own',
    '`--call` makes one call over which nothing is said, and says of each step how it went: the `token`, the `offer`, the `probe` of its sideband (101: on the line), the `hang-up` (200). With what finds the app the call goes through the relay, with your own token for the app: it is one unit of your quota and one of your calls at once, and at your cap your oldest call gives way to it. The probe alone goes to Azure, with your own rights. With `--account` it goes straight to Azure, with a `mint` before the offer and a hang-up of your own.',
    'It asks before, and says how many requests it makes; `--yes` agrees where nobody can be asked. Where a step fails its cause is named by the catalogue of [troubleshooting](troubleshooting.md) or the code of [errors](errors.md), and a call that has begun is hung up whatever the probe said. The exit status is 0 where each step went well, 1 where one did not, 2 where one could not be taken. No id, secret or token is printed. This has run against the emulated Azure only.',
    '## In a pipeline',
    '`npm run --silent doctor -- --json` prints one document and nothing else (without `--silent` npm’s own lines stand before it). The exit status is 0 when nothing fails, 1 when something does, 2 when something could not be looked at (`unseen` lists it) or the command line was wrong; in the last case there is a sentence on stderr in place of the document.',
    `\`\`\`sh\n${PIPELINE_COMMAND}\n\`\`\``,
    `\`\`\`json\n${pipeline.trimEnd()}\n\`\`\``,
    'Its form:',
    `\`\`\`json\n${JSON.stringify(z.toJSONSchema(reportSchema, { reused: 'ref' }), undefined, 2)}\n\`\`\``,
    '`say` of a skipped check completes the sentence “skipped because …”. `causes` and `warnings` are the summary: `explains` lists the checks that have trouble because of it. New checks and new members may come; `schema` changes when something that is there does.',
    '## What it cannot see',
    [
      '- App settings: reading them returns secrets. So the label and `AZURE_CLIENT_ID` of the app are not known; `--label` says the one, and the site’s identities stand for the other.',
      '- Whether a new role already counts. Five minutes are documented as the least.',
      '- Which data action the mint checks, and whether a mint counts as a request: neither is verified, and `--verify` tells.',
      '- A paused deployment, unless Resource Manager’s older API version says so.',
      '- Resource Graph lags behind, and leaves out what one may not read: what it does not show is found by naming it.',
      '- Azure itself: the doctor was proven against the emulated one, with the official clients. [README](../README.md#not-verified-against-azure) says what that leaves open.',
    ].join('\n'),
  );
}

function assumed({ assumes }: Experiment): string {
  if (assumes === undefined) return 'nothing';
  return assumes.switch === undefined ? assumes.value : `\`${assumes.switch}\`: \`${assumes.value}\``;
}

function section({ id, about }: Described): string {
  return `### ${id}\n\n${prose(about)}`;
}
