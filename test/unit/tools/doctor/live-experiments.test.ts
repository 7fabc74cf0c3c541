/** What `--verify` tells of GPT-Live, and that it creates one session at most, whatever Azure answers. */
import { parseEndpoint } from '../../../../src/realtime/endpoint.ts';
import { seen, unseen } from '../../../../tools/doctor/look.ts';
import { createDisclosure } from '../../../../tools/doctor/verify/disclosure.ts';
import type { Finding } from '../../../../tools/doctor/verify/experiment.ts';
import { createLab, type LabParts } from '../../../../tools/doctor/verify/lab.ts';
import { LIVE_EXPERIMENTS } from '../../../../tools/doctor/verify/live-experiments.ts';
import { unwrap } from '../../../support/result.ts';

const SESSIONS = 'https://oai.openai.azure.com/openai/v1/live/sessions';
const ROLE = 'Cognitive Services OpenAI User';

interface Played {
  /** Of the creates, one after the other. */
  readonly creates: readonly Response[];
  readonly attach?: number;
  readonly hangUp?: number;
  readonly live?: LabParts['live'];
}

const created = (id: unknown = 'live_abc', status = 201) =>
  Response.json({ session: { id }, transport: { type: 'webrtc', sdp: 'v=0' } }, { status });
const refused = (status: number, code: string, message = '') => Response.json({ error: { code, message } }, { status });

async function play({ creates, attach = 404, hangUp = 404, ...more }: Played) {
  const bodies: unknown[] = [];
  const asked: string[] = [];
  const send: typeof fetch = async (url, init) => {
    if (String(url) !== SESSIONS) {
      asked.push(`POST ${String(url)}`);
      return new Response('', { status: hangUp });
    }
    bodies.push(JSON.parse(String(init?.body)));
    return creates[bodies.length - 1] ?? refused(500, 'surplus');
  };
  const lab = createLab({
    endpoint: unwrap(parseEndpoint('https://oai.openai.azure.com')),
    deployment: 'voice',
    model: 'gpt-realtime-mini',
    scope: 'https://cognitiveservices.azure.com/.default',
    requestsPerMinute: undefined,
    otherDeployment: undefined,
    disclosure: createDisclosure(['oai']),
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: 0 }) },
    fetch: send,
    async askUpgrade(url, { Authorization }, _signal, say) {
      asked.push(`${Authorization} ${url} ${say}`);
      return attach;
    },
    live: { deployment: 'live', roles: async () => seen([ROLE]) },
    ...more,
  });
  const found = new Map<string, Finding>();
  for (const experiment of LIVE_EXPERIMENTS) found.set(experiment.id, await experiment.run(lab));
  return { found: Object.fromEntries(found), bodies, asked };
}

test('one create settles them all where Azure takes it, and the session is closed and hung up', async () => {
  const { found, bodies, asked } = await play({ creates: [created()], attach: 101, hangUp: 200 });
  expect(bodies).toEqual([
    {
      session: {
        model: 'live',
        client: { data_channel: { allowed_client_events: [], allowed_server_events: [] } },
      },
      transport: { type: 'webrtc', sdp: expect.stringMatching(/^v=0\r\n[\s\S]*m=application /) },
    },
  ]);
  expect(found).toMatchObject({
    'live-create': { value: '201' },
    'live-id': { value: 'live', evidence: '' },
    'live-data-channel': { value: 'accepted' },
    'live-attach': { value: '101' },
    'live-hang-up': { value: 'normal' },
    'live-role': { value: ROLE },
    'live-data-action': { settled: false },
  });
  expect(asked).toEqual([
    `Bearer t ${SESSIONS}/live_abc/attach {"type":"session.close"}`,
    `POST ${SESSIONS}/live_abc/hangup`,
  ]);
});

test('an allow-list that Azure refuses is left out of a second create, which nothing had begun before', async () => {
  const { found, bodies } = await play({ creates: [refused(400, 'unknown_parameter'), created('sess_1', 200)] });
  expect(bodies).toMatchObject([{}, { session: { model: 'live' } }]);
  expect(bodies[1]).not.toHaveProperty('session.client');
  expect(found).toMatchObject({
    'live-create': { value: '200' },
    'live-id': { value: 'sess' },
    'live-data-channel': { value: 'refused', evidence: expect.stringContaining('400') },
    'live-attach': { value: '404' },
    'live-hang-up': { value: 'absent' },
  });
});

test.each([401, 403, 404, 429, 500])('a create that is answered %i is not asked again', async (status) => {
  const { bodies, asked } = await play({ creates: [refused(status, 'no')] });
  expect(bodies).toHaveLength(1);
  expect(asked).toEqual([]);
});

test('a refusal settles the data action that it names, and nothing of a session', async () => {
  const action = 'Microsoft.CognitiveServices/accounts/OpenAI/live/action';
  const { found } = await play({
    creates: [refused(401, 'PermissionDenied', `The principal lacks the required data action \`${action}\` to`)],
  });
  expect(found['live-data-action']).toMatchObject({ settled: true, value: action });
  const open = Object.entries(found).flatMap(([id, { settled }]) => (settled ? [] : [id]));
  expect(open).toHaveLength(LIVE_EXPERIMENTS.length - 1);
});

test('an id of another form is told as such, and never itself', async () => {
  const { found } = await play({ creates: [created('https://oai/42')] });
  expect(found['live-id']).toEqual({ settled: true, value: 'other', evidence: '' });
  expect(JSON.stringify(found)).not.toContain('oai');
});

test('roles that cannot be seen, or that are nobody’s but the owner’s, settle no role', async () => {
  const roleOf = async (roles: NonNullable<LabParts['live']>['roles']) =>
    (await play({ creates: [created()], live: { deployment: 'live', roles } })).found['live-role'];
  expect(await roleOf(async () => unseen('you may not read them'))).toMatchObject({ settled: false });
  expect(await roleOf(async () => seen([]))).toMatchObject({ settled: false });
});

test('without a deployment of GPT-Live nothing is asked and nothing settled', async () => {
  const { found, bodies, asked } = await play({ creates: [], live: undefined });
  expect([bodies, asked]).toEqual([[], []]);
  expect(Object.values(found).every(({ settled }) => !settled)).toBe(true);
});
