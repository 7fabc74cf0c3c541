/** docs/doctor.md: how to ask, what the doctor looks at, and what its answer looks like. */
import * as z from 'zod/mini';
import { BEFORE_DOCTOR } from '../doctor/before/before-checks.ts';
import { DEPLOYMENT_DOCTOR } from '../doctor/checks/all-checks.ts';
import { FROM_CLONE } from '../doctor/command-line.ts';
import { usage } from '../doctor/options.ts';
import { reportSchema } from '../doctor/report.ts';
import type { Experiment } from '../doctor/verify/experiment.ts';
import { EXPERIMENTS, experimentsFor } from '../doctor/verify/experiments.ts';
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
    '`npm run doctor` looks from outside at a deployment of this app, or at an Azure OpenAI account without this app. It names what is wrong and prints the command that fixes it. It only reads, with these exceptions. With `--mint` it mints two secrets and drops them: one of ten seconds with your own rights, and one through the app as a caller. `--verify` and `--call` make more requests, and ask you first. The doctor also asks Azure to hang up one id that no call has.',
    `\`\`\`text\n${usage(FROM_CLONE)}\n\`\`\``,
    '## With an account and code of your own',
    'Without this app you need only `--account`. It takes the account’s name, its ARM id, or the address that your code has, with path and query. If several accounts have the name, the doctor lists them. `--deployment` is the value of `session.model` in your code; without it the doctor lists the account’s realtime deployments and takes one. `--principal` is the object id (not the client id) of the identity that your code signs in as, if that is not you. The doctor runs only those checks below that an account and a deployment are enough for, and its fixes are about your own request. Where a description names a setting (`realtime:deployment`), read it as the value in your request.',
    `\`\`\`sh\n${OWN_COMMAND}\n\`\`\``,
    'In this example the name is right and a chat model is behind it. It runs on the emulated Azure of `npm start`; for an account in Azure leave out `--arm`:',
    `\`\`\`text\n${own.trimEnd()}\n\`\`\``,
    'If everything is green and Azure still refuses your code, look at `mint.answer`. It shows a request that Azure accepted, so the fault lies in whatever your request has besides that.',
    '### Without the clone',
    '`npm run build` makes `dist/doctor.js`: one file for Node 20 and newer that runs from an empty folder: `node doctor.js --account <name> --mint`. It has the same options, and prints its commands with `node doctor.js`. You must be signed in with the Azure CLI or azd, as for `npm run doctor`. Until there is a release, you build it from a clone.',
    '## With this app',
    'In this example the deployment has the right name and a chat model behind it. It runs on the emulated Azure of `npm start` ([how to](emulator.md#resource-manager-and-the-azure-cli)):',
    `\`\`\`text\n${operator.trimEnd()}\n\`\`\``,
    [
      '- A line is `ok`, `warn`, `FAIL`, or `skip` with the reason: you may not read it, or you did not ask for it. If you lack the permission to look, the check neither fails nor passes: the run ends with “Could not look at N of M checks” and exit status 2. A check with nothing to look at does not count.',
      '- The doctor judges each key of the settings by itself: a wrong one hides only the checks that need it. If the doctor knows the right value it prints it. Otherwise it prints the last good value from the store’s revisions.',
      '- If the doctor tried no caller, the summary says so.',
      '- If several checks fail for one reason, the summary names that reason and the checks that follow from it. Some facts may cause a failure or not, such as a deployment that is two minutes old. They are warnings, and become the cause if another check fails because of them.',
      '- With `realtime:targets`, a check of a resource, deployment or mint has a line for each target, which begins with the target’s name. A failure of one target is a warning if another would serve every profile, and the line says which. A target would serve if none of its checks fails and the doctor could see all of it. A command that changes a target writes `realtime:targets` whole.',
      '- The commands are complete. They are for a POSIX shell and for a person who may make the change. The doctor runs none of them. None changes the model behind an existing deployment; they make another deployment beside it.',
      '- Other people chose some of the names, such as those of keys. The doctor shows control and format characters in them as `\\u001b`; in a command `printf` produces them.',
      '- The doctor prints no token, key, client secret, instructions or app setting. It prints the endpoint, the deployment, origins, names, ids and the keys of settings.',
    ].join('\n'),
    '## Who looks',
    'The doctor uses the account that is signed in with `az login` or `azd auth login`. In a pipeline or with a managed identity, set `AZURE_TOKEN_CREDENTIALS` to choose a credential of `DefaultAzureCredential`. To see everything you need Reader on the subscription and App Configuration Data Reader on the store. For `--mint` you also need Cognitive Services OpenAI User on the account and the scope of the API, which infra/entra.sh lets the Azure CLI ask for. The doctor reads the app’s own roles from their assignments, for which these rights are enough. With fewer rights it skips more checks. If you are signed in to another tenant than the subscription’s, it says so and prints the `az login --tenant $TENANT` that helps.',
    '`--arm` names the Resource Manager of another cloud; the doctor then asks for tokens of that cloud.',
    '## Checks of a deployment',
    'The checks stand in an order in which a cause comes before its consequences. The project never renames an id.',
    ...DEPLOYMENT_DOCTOR.map(section),
    '## Checks before a deployment',
    `With \`--before\`. \`--region\` asks about one region, \`--model\` about another model than \`${DEFAULT_MODEL}\`.`,
    ...BEFORE_DOCTOR.map(section),
    '## What nobody has verified yet',
    `This project knows much of Azure from documentation or from people’s reports, and some of it is a guess ([README](../README.md#not-verified-against-azure)). \`--verify\`, with \`--account\` or an option that finds the app, finds out what your own account can tell. It makes ${requestsOf(experimentsFor(false))} requests with your own rights, one after the other, and changes nothing else. It asks you first; in a pipeline \`--yes\` agrees.`,
    'Most requests are mints. The doctor drops their secrets at once; one of them lives for two hours, because the experiment asks for that. Others are offers that Azure must refuse. One begins a call, says nothing and ends it at once. Azure’s price list has prices for tokens of audio and text. The doctor sends none, so this should cost nothing, but nobody has verified that. The mints may count against the deployment’s requests a minute, which its callers share.',
    `If the account has a deployment of [GPT-Live](azure.md#gpt-live), the doctor makes ${requestsOf(EXPERIMENTS) - requestsOf(experimentsFor(false))} requests more, for the experiments whose ids begin with \`live-\`. It creates one session, to which nobody connects. First it asks with an allow-list for the data channel. If Azure refuses that with a 400, which begins no session, it asks again without the list. So it may send two creates, but you pay for one. Azure bills sessions by the second, and OpenAI bills 15 s at the create. The doctor tries to end the session over the sideband and by a hang-up; the report has both answers. If neither works, the session lasts until Azure ends it, and nobody has seen when that is. This way the doctor cannot see a connected session, its media or its length.`,
    'The report is Markdown that you can paste into an issue. It has no name, id, host, token or secret. It repeats only numbers and Azure’s own words, and leaves out every word with a name of yours in it. For each switch of the [emulated Azure](emulator.md) the report says whether your Azure does the same. The exit status is 0 if the run settled something and 2 if it settled nothing.',
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
    '`--call` makes one silent call and says how each step went: the `token`, the `offer`, the `probe` of its sideband (101: on the line), the `hang-up` (200). With an option that finds the app, the call goes through the relay, with your own token for the app. It takes one unit of your quota and counts as one of your calls; if you have as many as you may, your oldest one ends. Only the probe goes to Azure, with your own rights. With `--account` everything goes straight to Azure, with a `mint` before the offer and a hang-up of your own.',
    'The doctor asks you first and says how many requests it makes; `--yes` agrees if nobody is there to ask. If a step fails, the doctor names its cause by the catalogue of [troubleshooting](troubleshooting.md) or the code of [errors](errors.md). It hangs up a call that has begun, whatever the probe said. The exit status is 0 if each step went well, 1 if one did not, and 2 if the doctor could not take one. It prints no id, secret or token. It has run against the emulated Azure only.',
    '## In a pipeline',
    '`npm run --silent doctor -- --json` prints one document and nothing else (without `--silent` npm’s own lines come first). The exit status is 0 when nothing fails and 1 when something does. It is 2 when the doctor could not look at something (`unseen` lists it), or when the command line was wrong; then it writes a sentence to stderr instead of the document.',
    `\`\`\`sh\n${PIPELINE_COMMAND}\n\`\`\``,
    `\`\`\`json\n${pipeline.trimEnd()}\n\`\`\``,
    'The schema of that document:',
    `\`\`\`json\n${JSON.stringify(z.toJSONSchema(reportSchema, { reused: 'ref' }), undefined, 2)}\n\`\`\``,
    '`say` of a skipped check completes the sentence “skipped because …”. `causes` and `warnings` are the summary; `explains` lists the checks that fail because of that cause. With `realtime:targets`, a check of a target has a result for each one, and `target` is its name. New checks and new members may come. `schema` changes when an existing one changes.',
    '## What it cannot see',
    [
      '- App settings, because whoever reads them gets secrets. So the doctor does not know the app’s label and `AZURE_CLIENT_ID`. You name the label with `--label`; instead of the client id the doctor looks at the site’s identities.',
      '- Whether a new role already counts. The documentation says five minutes at least.',
      '- Which data action the mint checks, and whether a mint counts as a request. Nobody has verified either; `--verify` finds out.',
      '- GPT-Live beyond its deployments and the one session of `--verify`: no check creates a session.',
      '- A paused deployment, unless Resource Manager’s older API version says so.',
      '- Whatever Resource Graph does not show. It lags behind, and leaves out resources that you may not read. If you name such a resource, the doctor finds it.',
      '- Azure itself: the tests run the doctor against the emulated one, with the official clients. [README](../README.md#not-verified-against-azure) says what that leaves open.',
    ].join('\n'),
  );
}

function requestsOf(experiments: readonly Experiment[]): number {
  return experiments.reduce((sum, { requests }) => sum + requests, 0);
}

function assumed({ assumes }: Experiment): string {
  if (assumes === undefined) return 'nothing';
  return assumes.switch === undefined ? assumes.value : `\`${assumes.switch}\`: \`${assumes.value}\``;
}

function section({ id, about }: Described): string {
  return `### ${id}\n\n${prose(about)}`;
}
