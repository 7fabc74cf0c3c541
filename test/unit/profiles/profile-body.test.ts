import { hasReadableInstructions } from '../../../src/profiles/profile.ts';
import { aProfile, aRealtimeProfile, problemsOf } from './profiles-bench.ts';

const RELAYED = { direct: false, filter: true };
const MCP = { type: 'mcp', server_label: 's', server_url: 'https://example.com' };

function withTool(tool: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { session: { type: 'realtime', tools: [{ type: 'function', name: 'f' }, tool] } };
}

describe('a profile', () => {
  test('that says nothing is a plain session that everybody may have', () => {
    expect(aProfile()).toEqual({
      api: 'realtime',
      name: 'kiosk',
      servedAt: [{ target: 'default', deployment: 'gpt-realtime' }],
      session: { type: 'realtime' },
      secretSeconds: 60,
      choices: new Map(),
      variables: new Map(),
      requires: undefined,
      direct: true,
      filter: false,
    });
  });

  test.each(['Realtime.Connect', 'gcn.nasa.gov/circular-submitter', 'https://api.example.com/x'])(
    'may be for callers with whatever is one scope or role: %s',
    (name) => {
      expect(aProfile({ requires: { scope: name } }).requires).toEqual({ scope: name });
      expect(aProfile({ requires: { role: name } }).requires).toEqual({ role: name });
    },
  );

  test.each([
    [{ deployment: 'two words' }, 'at /deployment must be the name of a deployment: letters, digits, - _ .'],
    [{ secretSeconds: 9 }, 'at /secretSeconds must be at least 10'],
    [{ secretSeconds: 7_201 }, 'at /secretSeconds must be at most 7200'],
    [{ secretSeconds: 10.5 }, 'at /secretSeconds must be a whole number'],
    [{ secretSeconds: '60' }, 'at /secretSeconds must be a number'],
    [{ requires: { scope: 'a b' } }, 'at /requires/scope must be the short name, such as Realtime.Connect'],
    [{ requires: 'voice' }, 'at /requires must be {"scope":"<short name>"} or {"role":"<short name>"}'],
    [{ requires: {} }, 'at /requires must be {"scope":"<short name>"} or {"role":"<short name>"}'],
    [
      { requires: { scope: 'a', role: 'b' } },
      'at /requires must be {"scope":"<short name>"} or {"role":"<short name>"}',
    ],
    [{ direct: 'false' }, 'at /direct must be true or false'],
    [{ filter: 1 }, 'at /filter must be true or false'],
    [{ session: 'realtime' }, 'at /session must be an object'],
    [{ session: null }, 'at /session must be an object'],
    [{ choices: [] }, 'at /choices must be an object'],
    [{ instructions: 'x' }, 'at /instructions is not a member that exists here'],
    [{ model: 'x' }, 'at /model is not a member that exists here'],
  ])('may not be %j', (body, problem) => {
    expect(problemsOf(body)).toEqual([problem]);
  });

  test.each([
    [{ secretSeconds: 10 }],
    [{ secretSeconds: 7_200 }],
    [{ requires: { scope: 'voice' } }],
    [{ requires: { role: 'Voice.Use' } }],
    [{ direct: false }],
    [RELAYED],
  ])('may be %j', (body) => {
    expect(aProfile(body)).toMatchObject(body);
  });

  test('may have a deployment of its own', () => {
    const [{ deployment }] = aProfile({ deployment: 'gpt-realtime_2.mini' }).servedAt;
    expect(deployment).toBe('gpt-realtime_2.mini');
  });
});

describe('instructions under a key of their own', () => {
  test('are those of the session, word for word', () => {
    expect(aProfile({}, ' Be brief.\n').session).toEqual({ type: 'realtime', instructions: ' Be brief.\n' });
  });

  test('beside others in the session are one too many, and neither is told', () => {
    const problems = problemsOf({ session: { type: 'realtime', instructions: 'canary-1' } }, 'canary-2');
    expect(problems).toEqual([
      'at /session/instructions stands in realtime:profiles:kiosk:instructions too: keep one of the two',
    ]);
  });
});

describe('the credentials of an MCP server', () => {
  test.each([
    ['authorization', { authorization: 'canary-token' }],
    ['headers', { headers: { 'x-api-key': 'canary-token' } }],
  ])('are refused while the page can read them: %s', (name, credential) => {
    for (const way of [{}, { direct: false }, { filter: true }]) {
      const problems = problemsOf({ ...withTool({ ...MCP, ...credential }), ...way });
      expect(problems).toEqual([
        `at /session/tools/1/${name} would be readable by the page in session.created: remove it, or set "direct": false and "filter": true`,
      ]);
    }
  });

  test.each([{ authorization: 'token' }, { headers: { 'x-api-key': 'token' } }])(
    'may be there behind relay and filter: %j',
    (credential) => {
      expect(aRealtimeProfile({ ...withTool({ ...MCP, ...credential }), ...RELAYED }).session.tools).toHaveLength(2);
    },
  );

  test('are not what a server without any has', () => {
    expect(aRealtimeProfile(withTool({ ...MCP, headers: null })).session.tools).toHaveLength(2);
  });
});

describe('instructions', () => {
  test.each([
    [{}, true],
    [{ direct: false }, true],
    [{ filter: true }, true],
    [RELAYED, false],
  ])('of a profile with %j can be read by the page: %j', (way, readable) => {
    expect(hasReadableInstructions(aProfile(way, 'Be brief.'))).toBe(readable);
    expect(hasReadableInstructions(aProfile(way))).toBe(false);
  });
});
