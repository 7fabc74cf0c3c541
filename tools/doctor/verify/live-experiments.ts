/** What Azure makes of one session of GPT-Live, to which nobody connects. */
import { deniedAction } from './denied-action.ts';
import { type Experiment, type Finding, OTHER, settled, unsettled } from './experiment.ts';
import type { Lab } from './lab.ts';
import type { LiveLab, LiveTrial } from './live-lab.ts';

const NO_DEPLOYMENT = 'the account has no deployment of GPT-Live that can be seen';
const NO_SESSION = 'no session was created';

/** By the prefixes that OpenAI and Microsoft print; what follows is the session's own and is not told. */
const ID_FORMS: readonly (readonly [value: string, form: RegExp])[] = [
  ['live', /^live_[\w-]+$/],
  ['sess', /^sess_[\w-]+$/],
];

const isCreated = ({ answer }: LiveTrial): boolean => answer.status >= 200 && answer.status < 300;

/** The trial that created a session, else the last one. */
async function lastTrial(live: LiveLab): Promise<LiveTrial> {
  const { allowListed, plain } = await live.create();
  return plain ?? allowListed;
}

function withLive(run: (live: LiveLab, lab: Lab) => Promise<Finding>): Experiment['run'] {
  return async (lab) => (lab.live ? run(lab.live, lab) : unsettled(NO_DEPLOYMENT));
}

/** With the id of the session, where there is one. */
function withSession(run: (sessionId: string, live: LiveLab, lab: Lab) => Promise<Finding>): Experiment['run'] {
  return withLive(async (live, lab) => {
    const { sessionId } = await lastTrial(live);
    return sessionId === undefined ? unsettled(NO_SESSION) : run(sessionId, live, lab);
  });
}

export const LIVE_EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'live-create',
    question: 'Which status answers the create of a session of GPT-Live?',
    requests: 2,
    assumes: { value: '201', switch: 'live.createStatus' },
    run: withLive(async (live, lab) => {
      const trial = await lastTrial(live);
      const said = lab.describe(trial.answer);
      if (isCreated(trial)) return settled(String(trial.answer.status));
      return unsettled(`the create was answered ${said}`);
    }),
  },
  {
    id: 'live-id',
    question: 'Which prefix has the id of a session of GPT-Live?',
    requests: 0,
    assumes: { value: 'live', switch: 'live.id' },
    run: withSession(async (sessionId) => settled(ID_FORMS.find(([, form]) => form.test(sessionId))?.[0] ?? OTHER)),
  },
  {
    id: 'live-data-channel',
    question: 'Does the create take `client.data_channel`, which only OpenAI documents?',
    requests: 0,
    assumes: { value: 'accepted', switch: 'live.openaiMembers' },
    run: withLive(async (live, lab) => {
      const { allowListed, plain } = await live.create();
      const said = lab.describe(allowListed.answer);
      if (isCreated(allowListed)) return settled('accepted', said);
      return plain && isCreated(plain) ? settled('refused', said) : unsettled(NO_SESSION);
    }),
  },
  {
    id: 'live-attach',
    question: 'What does the sideband of a session answer before its page is connected?',
    requests: 1,
    assumes: { value: '404', switch: 'live.attachConnecting' },
    run: withSession(async (sessionId, live) => {
      const status = await live.attach(sessionId);
      return settled(status === 404 || status === 101 ? String(status) : OTHER, String(status));
    }),
  },
  {
    id: 'live-hang-up',
    question: 'Does `/live/sessions/{id}/hangup`, which OpenAI documents for SIP, end a session?',
    requests: 1,
    assumes: { value: 'absent', switch: 'live.hangup' },
    run: withSession(async (sessionId, live, lab) => {
      const answer = await live.hangUp(sessionId);
      return settled({ 200: 'normal', 404: 'absent' }[answer.status] ?? OTHER, lab.describe(answer));
    }),
  },
  {
    id: 'live-role',
    question: 'Which role is enough to create a session of GPT-Live?',
    requests: 0,
    run: withLive(async (live) => {
      if (!isCreated(await lastTrial(live))) return unsettled(NO_SESSION);
      const roles = await live.roles();
      if (!roles.seen) return unsettled('the roles of whoever asked cannot be seen');
      const names = roles.value.join(', ');
      return names === '' ? unsettled('whoever asked has no built-in data role on the account') : settled(names);
    }),
  },
  {
    id: 'live-data-action',
    question: 'Which data action does a refusal of a create of GPT-Live name?',
    requests: 0,
    run: withLive(async (live) => {
      const action = deniedAction((await lastTrial(live)).answer);
      return action === undefined ? unsettled('nobody without the data role asked') : settled(action);
    }),
  },
];
