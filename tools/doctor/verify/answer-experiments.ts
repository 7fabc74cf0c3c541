/** What the answers that the others got say beside: nothing more is asked. */
import { deniedAction } from './denied-action.ts';
import { type Experiment, OTHER, settled, unsettled } from './experiment.ts';
import type { Lab } from './lab.ts';

const NO_MINT = 'no mint succeeded';
const SERVICE_HEADERS = ['x-request-id', 'x-ms-region'];
const RATE_HEADER = /^x-ratelimit-/;
const REMAINING = 'x-ratelimit-remaining-requests';

const successes = ({ minted }: Lab) => minted.filter(({ status }) => status === 200);

export const ANSWER_EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'echoed-model',
    question: 'Is `session.model` of the answer the name of the deployment or of its model?',
    requests: 0,
    assumes: { value: 'deployment', switch: 'mint.echoedModel' },
    async run(lab) {
      const [first] = successes(lab);
      if (!first) return unsettled(NO_MINT);
      if (lab.model === undefined) return unsettled('the deployment’s model is not seen');
      if (lab.model === lab.deployment) return unsettled('the deployment’s name is that of its model');
      if (first.echoedModel === lab.deployment) return settled('deployment');
      return settled(first.echoedModel?.startsWith(lab.model) ? 'model' : OTHER);
    },
  },
  {
    id: 'rate-limit-headers',
    question: 'Does the answer of a mint have `x-ratelimit-*` headers?',
    requests: 0,
    assumes: { value: 'off', switch: 'mint.rateLimitHeaders' },
    async run(lab) {
      const [first] = successes(lab);
      if (!first) return unsettled(NO_MINT);
      const names = [...first.headers.keys()].filter((name) => RATE_HEADER.test(name));
      const said = names.flatMap((name) => lab.disclosure.word(name) ?? []);
      return settled(names.length > 0 ? 'on' : 'off', said.join(', ') || undefined);
    },
  },
  {
    id: 'mint-counts',
    question: 'Does a mint count against the deployment’s requests per minute?',
    requests: 0,
    assumes: { value: 'counts' },
    async run(lab) {
      const limited = lab.minted.filter(({ status }) => status === 429).length;
      const all = successes(lab);
      if (limited > 0) return settled('counts', `429 after ${all.length} mints`);
      const [first, last] = [all[0], all.at(-1)].map((answer) => Number(answer?.headers.get(REMAINING) ?? Number.NaN));
      if (first !== undefined && last !== undefined && all.length > 1 && !Number.isNaN(first + last)) {
        return settled(
          last < first ? 'counts' : 'does not count',
          `${REMAINING} from ${first} to ${last} in ${all.length} mints`,
        );
      }
      const { requestsPerMinute } = lab;
      if (requestsPerMinute !== undefined && all.length > requestsPerMinute) {
        return settled('does not count', `${all.length} mints at ${requestsPerMinute} requests a minute, and no 429`);
      }
      const limit =
        requestsPerMinute === undefined ? 'a limit that is not seen' : `${requestsPerMinute} requests a minute`;
      return unsettled(`no header tells, and ${all.length} mints are within ${limit}`);
    },
  },
  {
    id: 'service-headers',
    question: 'Does the answer of a mint have `x-request-id` and `x-ms-region`?',
    requests: 0,
    assumes: { value: 'off', switch: 'mint.serviceHeaders' },
    async run(lab) {
      const [first] = successes(lab);
      if (!first) return unsettled(NO_MINT);
      const sent = SERVICE_HEADERS.filter((name) => first.headers.has(name));
      if (sent.length === 0) return settled('off');
      return settled(sent.length === SERVICE_HEADERS.length ? 'on' : OTHER, sent.join(', '));
    },
  },
  {
    id: 'request-id',
    question: 'Does every answer of these routes have an `apim-request-id`?',
    requests: 0,
    assumes: { value: 'every one' },
    async run({ answers }) {
      const without = answers.filter(({ headers }) => !headers.has('apim-request-id'));
      if (answers.length === 0) return unsettled('nothing was answered');
      const statuses = [...new Set(without.map(({ status }) => status))].join(', ');
      return settled(without.length === 0 ? 'every one' : 'not every one', statuses && `without: ${statuses}`);
    },
  },
  {
    id: 'header-names',
    question: 'Which headers does the answer of a mint have?',
    requests: 0,
    async run(lab) {
      const [first] = successes(lab);
      if (!first) return unsettled(NO_MINT);
      return settled('listed', [...first.headers.keys()].flatMap((name) => lab.disclosure.word(name) ?? []).join(', '));
    },
  },
  {
    id: 'data-action',
    question: 'Which data action does a refusal of a mint name?',
    requests: 0,
    async run({ minted }) {
      const named = minted.flatMap((answer) => deniedAction(answer) ?? []);
      const [action] = named;
      return action === undefined ? unsettled('nobody without the data role asked') : settled(action);
    },
  },
];
