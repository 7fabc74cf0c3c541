/** Profiles, from the store to Azure: the emulator validates each session as the GA API does. */
import { API_ROLE } from '../../local/azure/foundation/directory.ts';
import { json as answerJson, type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';
import { type Answer, type System, startSystem } from './system.ts';

const STALE_MS = 5 * 60_000 + 1_000;
const CANARY = 'canary-of-the-prompt';

const SETTINGS = {
  'realtime:profiles:kiosk': JSON.stringify({
    deployment: 'voice-assistant',
    secretSeconds: 30,
    session: {
      type: 'realtime',
      instructions: CANARY,
      prompt: { id: 'pmpt_canary' },
      tools: [{ type: 'function', name: 'canary_tool' }],
    },
    choices: { 'audio.output.voice': ['marin', 'cedar'] },
  }),
  'realtime:profiles:staff': '{"requires":{"role":"Staff"}}',
  'realtime:profiles:voiced': '{"requires":{"scope":"voice"}}',
  'realtime:profiles:beta': JSON.stringify({ session: { type: 'realtime', voice: 'alloy', instructions: CANARY } }),
  'realtime:profiles:cut': 'x'.repeat(10_000 - 'realtime:profiles:cut'.length),
};

let system: System;

async function ask(body: unknown, claims: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const headers = { ...(await system.bearer(claims)), 'Content-Type': 'application/json' };
  return system.mint({ headers, body: JSON.stringify(body) });
}

/** Asks for what must be refused, and sees to it that Azure was not asked. */
async function refused(body: unknown, claims: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const before = system.azure.requests.count('openai');
  const answer = await ask(body, claims);
  expect(system.azure.requests.count('openai')).toBe(before);
  return answer;
}

async function set(key: string, value: string): Promise<void> {
  system.azure.settings.set(key, value);
  await system.advance(STALE_MS);
}

beforeAll(async () => {
  system = await startSystem({ settings: SETTINGS });
});
afterAll(async () => {
  await system.stop();
  expect(system.host.output()).not.toContain(CANARY);
});

describe('a caller', () => {
  test('gets the profile’s deployment, and its lifetime at the most', async () => {
    const before = Math.floor(Date.now() / 1000);
    const answer = await ask({ profile: 'kiosk', expires_after: { seconds: 7_200 } });
    expect(answer).toMatchObject({ status: 200, json: { model: 'voice-assistant' } });
    expect(Number(answer.json['expires_at']) - before).toBeLessThanOrEqual(35);
    expect(await system.mintLine(answer)).toMatchObject({ profile: 'kiosk', deployment: 'voice-assistant' });
  });

  test.each([
    [{ audio: { output: { voice: 'cedar' } } }],
    [{ model: 'voice-assistant' }],
    [{ model: 'voice-assistant', audio: { output: { voice: 'marin' } } }],
  ])('may narrow it, or say again what it is: %j', async (session) => {
    expect(await ask({ profile: 'kiosk', session: { type: 'realtime', ...session } })).toMatchObject({ status: 200 });
  });

  test.each([
    [{ audio: { output: { voice: 'alloy' } } }, ['/session/audio/output/voice']],
    [{ audio: { output: { voice: { id: 'marin' } } } }, ['/session/audio/output/voice']],
    [{ model: 'gpt-realtime-mini' }, ['/session/model']],
    [{ instructions: CANARY }, ['/session/instructions']],
    [{ tools: [{ type: 'function', name: 'canary_tool' }] }, ['/session/tools']],
    [{ prompt: { id: 'pmpt_canary' } }, ['/session/prompt']],
    [
      { tools: [{ type: 'mcp', server_label: 's', server_url: 'https://e.example', authorization: 't' }] },
      ['/session/tools'],
    ],
    [
      { tool_choice: { type: 'mcp', server_label: 's' } },
      ['/session/tool_choice/type', '/session/tool_choice/server_label'],
    ],
    [
      { voice: 'marin', audio: { input: { turn_detection: null } } },
      ['/session/voice', '/session/audio/input/turn_detection'],
    ],
  ])('may not widen it: %j', async (session, pointers) => {
    const { status, json, text } = await refused({ profile: 'kiosk', session: { type: 'realtime', ...session } });
    expect([status, json['code'], json['pointers']]).toEqual([422, 'not_permitted', pointers]);
    expect(text).not.toMatch(/canary/);
  });

  test('never sees instructions, tools or prompt in the answer', async () => {
    const { text } = await ask({ profile: 'kiosk' });
    expect(text).not.toMatch(/canary|instructions|tools|prompt/);
  });

  test.each([
    ['staff', { roles: ['Staff'] }],
    ['voiced', { scp: 'access_as_user voice' }],
  ])('gets %s with what it requires, and without learns nothing of it', async (profile, claims) => {
    expect(await ask({ profile }, claims)).toMatchObject({ status: 200 });
    const [hidden, unknown] = [await refused({ profile }), await refused({ profile: 'nobody-has-this' })];
    const told = ({ status, json }: Answer) => ({ status, ...json, instance: '' });
    expect(told(hidden)).toEqual(told(unknown));
    expect(hidden).toMatchObject({ status: 422, json: { code: 'not_permitted', pointers: ['/profile'] } });
    expect(await system.mintLine(hidden)).toMatchObject({ cause: 'requirement' });
    expect(await system.mintLine(unknown)).toMatchObject({ cause: 'unknown' });
  });

  test('that is an app is served by the same rules', async () => {
    const claims = { scp: undefined, idtyp: 'app', roles: [API_ROLE, 'Staff'] };
    expect(await ask({ profile: 'staff' }, claims)).toMatchObject({ status: 200 });
    expect(await refused({ profile: 'staff' }, { ...claims, roles: [API_ROLE] })).toMatchObject({ status: 422 });
  });

  test('is told nothing of a profile before they are known', async () => {
    const body = JSON.stringify({ profile: 'beta' });
    const headers = { 'Content-Type': 'application/json' };
    expect(await system.mint({ headers, body })).toMatchObject({ status: 401 });
  });
});

describe('a wrong profile', () => {
  test('refuses only its own callers, and names key, place and fix', async () => {
    const { status, json, headers } = await refused({ profile: 'beta' });
    expect([status, json['code']]).toEqual([503, 'profile_invalid']);
    expect(json['detail']).toContain(
      'realtime:profiles:beta at /session/voice is a name of the beta: write it as audio.output.voice.',
    );
    expect([headers.get('retry-after'), headers.get('x-should-retry')]).toEqual(['30', 'false']);
    expect(await system.mint()).toMatchObject({ status: 200 });
  });

  test('at the store’s limit is named as that', async () => {
    expect((await refused({ profile: 'cut' })).json['detail']).toContain('is at the store’s limit of 10000 characters');
  });

  test('is a warning of readyz, by id only, and is in the log', async () => {
    const { status, json, text } = await system.request('/api/readyz');
    expect([status, json]).toEqual([200, { status: 'ready', failing: [], warnings: ['profile_invalid'] }]);
    expect(text).not.toMatch(/beta|cut/);
    const lines = await system.logged('profile_invalid', 2);
    expect(lines.map(({ profile }) => profile)).toEqual(expect.arrayContaining(['beta', 'cut']));
  });

  test('works once it is mended, without a restart', async () => {
    await set('realtime:profiles:beta', '{"session":{"type":"realtime","audio":{"output":{"voice":"alloy"}}}}');
    expect(await ask({ profile: 'beta' })).toMatchObject({ status: 200 });
  });

  test('that is the default one refuses who names none, and asks openly for what it requires', async () => {
    await set('realtime:profiles:default', '{');
    expect(await refused({})).toMatchObject({ status: 503, json: { code: 'profile_invalid' } });
    expect(await ask({ profile: 'kiosk' })).toMatchObject({ status: 200 });
    await set('realtime:profiles:default', '{"requires":{"scope":"voice"}}');
    const answer = await refused({});
    expect(answer).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
    expect(answer.headers.get('www-authenticate')).toContain('scope="voice"');
    system.azure.settings.delete('realtime:profiles:default');
    await system.advance(STALE_MS);
    expect(await ask({})).toMatchObject({ status: 200 });
  });
});

describe('what Azure is sent', () => {
  let azure: LoopbackServer;
  beforeAll(async () => {
    azure = await startLoopbackServer();
    await set('realtime:endpoint', azure.origin);
  });
  afterAll(() => azure.close());

  test('is the profile’s session with what was chosen and the deployment, and its echo goes no further', async () => {
    const expires = Math.floor(Date.now() / 1000) + 20;
    const echo = { id: 'sess_1', instructions: CANARY, tools: [{ headers: { 'x-key': CANARY } }], prompt: CANARY };
    azure.answers(answerJson(200, { value: 'ek_1', expires_at: expires, session: echo, client: { session: echo } }));
    const session = { type: 'realtime', model: 'voice-assistant', audio: { output: { voice: 'cedar' } } };
    const answer = await ask({ profile: 'kiosk', expires_after: { seconds: 20 }, session });
    expect(answer.status).toBe(200);
    expect(JSON.parse(azure.requests.at(-1)?.body ?? '')).toEqual({
      expires_after: { anchor: 'created_at', seconds: 20 },
      session: {
        type: 'realtime',
        instructions: CANARY,
        prompt: { id: 'pmpt_canary' },
        tools: [{ type: 'function', name: 'canary_tool' }],
        audio: { output: { voice: 'cedar' } },
        model: 'voice-assistant',
      },
    });
    expect(answer.text).not.toMatch(/canary|instructions|tools|prompt/);
  });

  test('is not told by an error of Azure’s either', async () => {
    azure.answers(answerJson(400, { error: { code: 'x', message: CANARY, param: 'session.instructions' } }));
    const answer = await ask({ profile: 'kiosk' });
    expect(answer).toMatchObject({ status: 502, json: { code: 'upstream_rejected' } });
    expect(answer.text).not.toContain('canary');
  });
});
