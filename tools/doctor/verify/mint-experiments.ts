/** What the mint takes and refuses. */
import { randomUUID } from 'node:crypto';
import { type Experiment, OTHER, settled, unsettled } from './experiment.ts';
import { type Lab, type MintAnswer, SHORTEST_SECONDS } from './lab.ts';

const LONGEST_SECONDS = 7_200;
/** Between two clocks, and the request's own time. */
const SKEW_SECONDS = 30;
const AI_SCOPE = /^https:\/\/ai\./;
const MODEL_MISMATCH = /^opp?erationnotsupported$/i;

interface Tried {
  readonly seconds: number;
  readonly answer: MintAnswer;
}

const minted = ({ status }: MintAnswer): boolean => status === 200;

const refused = (lab: Lab, answer: MintAnswer) =>
  unsettled(`Azure answered a plain mint with ${lab.describe(answer)}, so its other refusals say nothing`);

export const MINT_EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'token-scopes',
    question: 'Which of the documented token scopes does the mint accept?',
    requests: 2,
    assumes: { value: 'both', switch: 'mint.audiences' },
    async run(lab) {
      const asked: { readonly isAi: boolean; readonly answer: MintAnswer }[] = [];
      for (const scope of lab.scopes) asked.push({ isAi: AI_SCOPE.test(scope), answer: await lab.mint({ scope }) });
      const say = asked.map(
        ({ isAi, answer }) => `${isAi ? 'ai.azure.com' : 'cognitiveservices'}: ${lab.describe(answer)}`,
      );
      const [first, ...more] = asked;
      if (!first || more.length === 0) return unsettled('this cloud has one scope');
      const [cognitive, ai] = [first.answer, more[0]?.answer ?? first.answer];
      if (!minted(cognitive) && !minted(ai)) return unsettled(`neither scope minted (${say.join('; ')})`);
      if (minted(cognitive) && minted(ai)) return settled('both', ...say);
      if (minted(ai)) return settled('ai', ...say);
      return settled(MODEL_MISMATCH.test(ai.code) ? 'ai-masks-deployment' : 'cognitiveservices', ...say);
    },
  },
  {
    id: 'lifetime-bounds',
    question: `Does Azure honour \`expires_after\` from ${SHORTEST_SECONDS} to ${LONGEST_SECONDS} s, and refuse what is outside?`,
    requests: 4,
    assumes: { value: 'honoured inside, refused outside' },
    async run(lab) {
      const tried: Tried[] = [];
      for (const seconds of [SHORTEST_SECONDS, LONGEST_SECONDS, SHORTEST_SECONDS - 1, LONGEST_SECONDS + 1]) {
        tried.push({ seconds, answer: await lab.mint({ seconds }) });
      }
      const honours = ({ seconds, answer }: Tried) =>
        minted(answer) && Math.abs((answer.lifetimeSeconds ?? 0) - seconds) <= SKEW_SECONDS;
      const say = tried.map(({ seconds, answer }) => {
        const lives = answer.lifetimeSeconds === undefined ? '' : `, lives ${answer.lifetimeSeconds} s`;
        return `${seconds} s: ${lab.describe(answer)}${lives}`;
      });
      const [inside, outside] = [tried.slice(0, 2), tried.slice(2)];
      if (!inside.some(({ answer }) => minted(answer))) return unsettled(`no mint succeeded (${say.join('; ')})`);
      const within = inside.every(honours) ? 'honoured inside' : 'not honoured inside';
      const beyond = outside.every(({ answer }) => answer.status === 400) ? 'refused outside' : 'not refused outside';
      return settled(`${within}, ${beyond}`, ...say);
    },
  },
  {
    id: 'default-lifetime',
    question: 'How long does a secret live if the mint has no `expires_after`?',
    requests: 1,
    assumes: { value: '7200', switch: 'mint.defaultSeconds' },
    async run(lab) {
      const answer = await lab.mint({ seconds: undefined });
      const { lifetimeSeconds } = answer;
      if (!minted(answer) || lifetimeSeconds === undefined) return refused(lab, answer);
      const near = [LONGEST_SECONDS, 600].find((seconds) => Math.abs(seconds - lifetimeSeconds) <= SKEW_SECONDS);
      return settled(near === undefined ? OTHER : String(near), `${lifetimeSeconds} s`);
    },
  },
  {
    id: 'unknown-deployment',
    question: 'How does Azure refuse a deployment that does not exist?',
    requests: 1,
    assumes: { value: 'DeploymentNotFound', switch: 'mint.unknownDeployment' },
    async run(lab) {
      const answer = await lab.mint({ deployment: `none-${randomUUID()}` });
      if (minted(answer)) return settled(OTHER, 'Azure mints a secret for it');
      if (answer.code === 'DeploymentNotFound' && answer.status === 404)
        return settled('DeploymentNotFound', lab.describe(answer));
      if (MODEL_MISMATCH.test(answer.code)) return settled('OpperationNotSupported', lab.describe(answer));
      return answer.status === 401 || answer.status === 403
        ? refused(lab, answer)
        : settled(OTHER, lab.describe(answer));
    },
  },
  {
    id: 'wrong-model',
    question: 'How does Azure spell the code that refuses a deployment of another kind of model?',
    requests: 1,
    assumes: { value: 'OpperationNotSupported', switch: 'mint.wrongModelSpelling' },
    async run(lab) {
      if (lab.otherDeployment === undefined) return unsettled('no deployment of another kind is seen in the account');
      const answer = await lab.mint({ deployment: lab.otherDeployment });
      if (MODEL_MISMATCH.test(answer.code)) return settled(answer.code, lab.describe(answer));
      return answer.status === 401 || answer.status === 403
        ? refused(lab, answer)
        : settled(OTHER, lab.describe(answer));
    },
  },
  {
    id: 'session-type',
    question: 'Which code does Azure answer for a session without `type`?',
    requests: 1,
    assumes: { value: 'InvalidSessionType', switch: 'mint.sessionTypeError' },
    async run(lab) {
      const answer = await lab.mint({ session: {} });
      if (minted(answer)) return settled(OTHER, 'Azure mints a secret for it');
      if (answer.status !== 400) return refused(lab, answer);
      const known = ['InvalidSessionType', 'missing_required_parameter'].find((code) => code === answer.code);
      return settled(known ?? OTHER, lab.describe(answer));
    },
  },
  {
    id: 'api-version',
    question: 'What does Azure do with an `api-version` on the GA route?',
    requests: 1,
    assumes: { value: '404', switch: 'mint.apiVersion' },
    async run(lab) {
      const answer = await lab.mint({ query: 'api-version=2025-04-01-preview' });
      if (minted(answer)) return settled('ignored', lab.describe(answer));
      const known = ['404', '400', '401'].find((status) => status === String(answer.status));
      return settled(known ?? OTHER, lab.describe(answer));
    },
  },
];
