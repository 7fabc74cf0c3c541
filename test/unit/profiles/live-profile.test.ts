import { narrow } from '../../../src/profiles/grant.ts';
import { hasReadableInstructions, unleashedIn } from '../../../src/profiles/profile.ts';
import { LIVE_SESSION } from '../../../src/profiles/session-form.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aLiveProfile, problemsOf, readTexts } from './profiles-bench.ts';

const LIVE = { api: 'live', deployment: 'gpt-live' };
const MCP = { type: 'mcp', server_label: 's', server_url: 'https://example.com', authorization: 'canary-token' };

/** What a page needs, and nothing that repeats the session. */
const LOCKED = {
  data_channel: {
    allowed_client_events: ['session.close', 'session.input_audio.mute'],
    allowed_server_events: [{ type: 'session.usage.updated' }, { type: 'error' }],
  },
};

function problemsOfSession(session: object): readonly string[] {
  return problemsOf({ ...LIVE, session });
}

describe('a Live profile', () => {
  test('that says only its deployment is a plain session', () => {
    expect(aLiveProfile()).toEqual({
      api: 'live',
      name: 'kiosk',
      servedAt: [{ target: 'default', deployment: 'gpt-live' }],
      session: {},
      choices: new Map(),
      variables: new Map(),
      requires: undefined,
      maxMinutes: undefined,
      safetyIdentifier: false,
    });
  });

  test('names its deployment, because a target’s own one serves Realtime', () => {
    expect(problemsOf({ api: 'live' })).toEqual([
      'at /deployment must be the name of a deployment: letters, digits, - _ .; or an object of such names by target',
    ]);
    expect(problemsOf({ api: 'live', deployment: {} })).toEqual([
      'at /deployment must name a deployment at default, whose own one serves Realtime',
    ]);
    expect(aLiveProfile({ deployment: { default: 'x' } }).servedAt).toEqual([{ target: 'default', deployment: 'x' }]);
  });

  test('is never the default one, which callers get who name none', () => {
    const read = readTexts({ 'profiles:default': JSON.stringify(LIVE) }).get('default');
    expect(read).toMatchObject({
      ok: false,
      error: { problems: [{ problem: expect.stringMatching(/^at \/api must/) }] },
    });
  });

  test.each([
    ['secretSeconds', 60],
    ['direct', false],
    ['filter', true],
  ])('has no %s, which is of client secrets', (member, value) => {
    expect(problemsOf({ ...LIVE, [member]: value })).toEqual([`at /${member} is not a member that exists here`]);
  });

  test('and one of Realtime has nothing of Live’s', () => {
    expect(problemsOf({ safetyIdentifier: true })).toEqual(['at /safetyIdentifier is not a member that exists here']);
    expect(problemsOf({ api: 'voice' })).toEqual(['at /api must be "realtime" or "live"']);
  });

  test('gives no page a secret', () => {
    expect(unleashedIn(readTexts({ 'profiles:kiosk': JSON.stringify(LIVE) }))).toEqual(['default']);
  });
});

describe('its session', () => {
  test.each([
    { instructions: 'Be brief.' },
    { audio: { output: { voice: 'marin' } } },
    { audio: { output: { voice: { id: 'voice_1' } } } },
    { delegation: null },
    { delegation: { type: 'client' } },
    {
      delegation: {
        type: 'responses',
        responses: { model: 'gpt-5', max_output_tokens: 16, tools: [{ type: 'web_search' }] },
      },
    },
    { input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }] },
    { client: LOCKED },
    { client: { data_channel: { allowed_client_events: 'all', allowed_server_events: [] } } },
    {
      client: {
        data_channel: { allowed_server_events: [{ type: 'response.event', response_event: 'response.completed' }] },
      },
    },
    { store: true },
  ])('may have %j', (session) => {
    expect(aLiveProfile({ session }).session).toEqual(session);
  });

  test.each([
    [{ type: 'live' }, '/session/type is not a member that exists here'],
    [{ tools: [] }, '/session/tools is not a member that exists here'],
    [{ model: 'gpt-live' }, '/session/model is not a member that exists here'],
    [{ audio: { input: {} } }, '/session/audio/input is not a member that exists here'],
    [{ audio: { output: { format: 'pcm16' } } }, '/session/audio/output/format is not a member that exists here'],
    [{ safety_identifier: 'x' }, '/session/safety_identifier is not a member that exists here'],
    [
      { delegation: { type: 'decisions' } },
      '/session/delegation/type must be null, or of the type "client" or "responses"',
    ],
    [{ delegation: { type: 'responses', responses: {} } }, '/session/delegation/responses/model is missing'],
    [
      { delegation: { type: 'responses', responses: { model: 'm', max_output_tokens: 15 } } },
      '/session/delegation/responses/max_output_tokens must be at least 16',
    ],
    [
      { input: new Array(129).fill({ role: 'user', content: [{ text: 'x' }] }) },
      '/session/input must have at most 128 messages',
    ],
    [{ input: [{ role: 'user', content: [] }] }, '/session/input/0/content must have one part, which is text'],
    [
      { client: { data_channel: { allowed_client_events: ['Close'] } } },
      '/session/client/data_channel/allowed_client_events/0 must be the type of an event, such as session.close',
    ],
    [
      { client: { data_channel: { allowed_server_events: [{ type: 'response.event' }] } } },
      '/session/client/data_channel/allowed_server_events/0 must have response_event where its type is response.event, and nowhere else',
    ],
    [
      { client: { data_channel: { allowed_server_events: [{ type: 'error', response_event: 'x' }] } } },
      '/session/client/data_channel/allowed_server_events/0 must have response_event where its type is response.event, and nowhere else',
    ],
  ])('has nothing that Azure would refuse: %j', (session, problem) => {
    expect(problemsOfSession(session)[0]).toContain(problem);
  });

  test('has no credential that the page could read in session.started', () => {
    const delegation = { type: 'responses', responses: { model: 'm', tools: [MCP] } };
    expect(problemsOfSession({ delegation })).toEqual([
      expect.stringContaining('at /session/delegation/responses/tools/0/authorization would be readable by the page'),
    ]);
    expect(aLiveProfile({ session: { delegation, client: LOCKED } }).session).toHaveProperty('delegation');
  });

  test.each([
    [undefined, true],
    [{ data_channel: {} }, true],
    [{ data_channel: { allowed_server_events: [{ type: 'session.closed' }] } }, true],
    [LOCKED, false],
  ])(
    'lets the page read the instructions unless the allow-list leaves out what repeats them: %j',
    (client, readable) => {
      expect(hasReadableInstructions(aLiveProfile({ session: client ? { client } : {} }, 'Be brief.'))).toBe(readable);
    },
  );
});

describe('what a caller may set of it', () => {
  const profile = aLiveProfile(
    {
      choices: { 'audio.output.voice': ['cedar', 'sage'] },
      session: { audio: { output: { voice: 'marin' } }, store: false },
    },
    'Be brief.',
  );

  test.each(['cedar', 'sage', 'marin'])('is the voice, where the profile leaves it: %s', (voice) => {
    const granted = unwrap(narrow(profile, LIVE_SESSION, { session: { audio: { output: { voice } } } }));
    expect(granted).toEqual({ audio: { output: { voice } }, store: false, instructions: 'Be brief.' });
  });

  test('is the deployment, which changes nothing', () => {
    expect(narrow(profile, LIVE_SESSION, { session: { model: 'gpt-live' } }).ok).toBe(true);
    expect(errorOf(narrow(profile, LIVE_SESSION, { session: { model: 'gpt-live-1' } }))).toHaveLength(1);
  });

  test.each(['instructions', 'delegation', 'input', 'client', 'store', 'triggers'])(
    'is not %s, whatever its value',
    (member) => {
      for (const value of ['Be brief.', false, null, {}]) {
        expect(errorOf(narrow(profile, LIVE_SESSION, { session: { [member]: value } }))).toMatchObject([
          { pointer: `/session/${member}`, unknownMember: true },
        ]);
      }
    },
  );

  test.each([
    ['instructions', ['a']],
    ['delegation.type', ['client']],
    ['store', [true]],
    ['client.data_channel', [{}]],
  ])('can be no choice: %s', (path, allowed) => {
    expect(problemsOf({ ...LIVE, choices: { [path]: allowed } })).toEqual([
      expect.stringMatching(/cannot be left to the caller/),
    ]);
  });
});
