/** openai-node as the client of profiles: what its clientSecrets.create() sends, and what it makes of a refusal. */
import OpenAI, { InternalServerError, PermissionDeniedError, UnprocessableEntityError } from 'openai';
import { type System, startSystem } from '../http/system.ts';

let system: System;
let client: OpenAI;

beforeAll(async () => {
  system = await startSystem({
    settings: {
      'realtime:profiles:default': JSON.stringify({
        session: { type: 'realtime', instructions: 'private', audio: { output: { voice: 'marin' } } },
        choices: { 'audio.output.voice': ['cedar'] },
      }),
      'realtime:profiles:relayed': '{"direct":false}',
      'realtime:profiles:broken': '{',
    },
  });
  const { Authorization } = await system.bearer();
  client = new OpenAI({ apiKey: Authorization.replace('Bearer ', ''), baseURL: `${system.host.url}/api` });
});
afterAll(() => system.stop());

type Session = NonNullable<OpenAI.Realtime.ClientSecretCreateParams['session']>;

const create = (session: Session) => client.realtime.clientSecrets.create({ session });

/** `profile` is ours, beside what the SDK has a type for. */
const createFor = (profile: string) =>
  client.realtime.clientSecrets.create({ profile } as OpenAI.Realtime.ClientSecretCreateParams);

test.each<[Session]>([
  [{ type: 'realtime' }],
  [{ type: 'realtime', model: 'gpt-realtime-mini' }],
  [{ type: 'realtime', audio: { output: { voice: 'marin' } } }],
  [{ type: 'realtime', model: 'gpt-realtime-mini', audio: { output: { voice: 'cedar' } } }],
])('is served with a session that is not wider than the profile: %j', async (session) => {
  const secret = await create(session);
  expect(secret.value).toMatch(/^ek_/);
  expect(secret.session).not.toHaveProperty('instructions');
});

test.each<[Session, string]>([
  [{ type: 'realtime', instructions: 'private' }, '/session/instructions'],
  [{ type: 'realtime', model: 'gpt-realtime' }, '/session/model'],
  [{ type: 'realtime', tools: [] }, '/session/tools'],
  [{ type: 'realtime', audio: { output: { voice: 'alloy' } } }, '/session/audio/output/voice'],
  [{ type: 'transcription' }, '/session/type'],
])('raises UnprocessableEntityError for %j, with the pointer as param', async (session, param) => {
  const refusal = create(session);
  await expect(refusal).rejects.toBeInstanceOf(UnprocessableEntityError);
  await expect(refusal).rejects.toMatchObject({ status: 422, param });
});

test('raises PermissionDeniedError where only the relay serves, and asks once', async () => {
  await expect(createFor('relayed')).rejects.toBeInstanceOf(PermissionDeniedError);
  await expect(createFor('relayed')).rejects.toMatchObject({ code: 'relay_required' });
});

test('raises InternalServerError for a profile that is wrong, and does not try again: that cannot mend it', async () => {
  const before = (await system.logged('mint', 0)).length;
  const refusal = createFor('broken');
  await expect(refusal).rejects.toBeInstanceOf(InternalServerError);
  await expect(refusal).rejects.toMatchObject({ status: 503, code: 'profile_invalid' });
  expect((await system.logged('mint', before + 1)).length).toBe(before + 1);
});
