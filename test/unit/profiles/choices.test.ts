import { allows, describeAllowed } from '../../../src/profiles/choices.ts';
import { aProfile, problemsOf } from './profiles-bench.ts';

const VAD = { type: 'server_vad', threshold: 0.5 };

function problemsWith(choices: Readonly<Record<string, unknown>>, session: Readonly<Record<string, unknown>> = {}) {
  return problemsOf({ session: { type: 'realtime', ...session }, choices });
}

describe('what a profile leaves to its callers', () => {
  test.each([
    [{ 'audio.output.voice': ['marin', 'cedar'] }],
    [{ 'audio.output.voice': [{ id: 'voice_1' }] }],
    [{ 'audio.output.speed': { min: 0.8, max: 1.2 } }],
    [{ max_output_tokens: { min: 1, max: 500 } }],
    [{ max_output_tokens: [100, 'inf'] }],
    [{ output_modalities: [['audio'], ['text']] }],
    [{ 'audio.input.turn_detection': [null, { type: 'semantic_vad', eagerness: 'low' }] }],
    [{ tool_choice: ['auto', 'none'] }],
    [{ 'audio.output.voice': ['marin'], 'audio.output.speed': { min: 1, max: 1 } }],
  ])('may be %j', (choices) => {
    expect(aProfile({ choices }).choices.size).toBe(Object.keys(choices).length);
  });

  test.each([
    ['instructions', ['x']],
    ['tools', [[]]],
    ['prompt', [null]],
    ['prompt.variables', [{}]],
    ['model', ['gpt-realtime']],
    ['type', ['realtime']],
    ['audio.input.transcription.prompt', ['x']],
    ['audio.input.transcription.model', ['x']],
    ['audio.input.transcription', [null, { model: 'x' }]],
    ['audio.input.turn_detection.type', ['server_vad']],
  ])('is never %s', (path, values) => {
    expect(problemsWith({ [path]: values })).toEqual([
      expect.stringMatching(`^at /choices/${path} cannot be left to the caller: \\w+ is decided by the profile$`),
    ]);
  });

  test('is no MCP server by way of tool_choice', () => {
    expect(problemsWith({ tool_choice: ['auto', { type: 'mcp', server_label: 's' }] })).toEqual([
      'at /choices/tool_choice cannot be left to the caller: an MCP server is decided by the profile',
    ]);
  });

  test.each([
    ['surprise', ['x'], '/surprise is not a member that exists here'],
    ['voice', ['x'], '/voice is a name of the beta: write it as audio.output.voice'],
    ['audio.output.colour', ['x'], '/audio/output/colour is not a member that exists here'],
    ['audio.output.speed', [1, 9], '/audio/output/speed must be at most 1.5'],
    ['audio.output.speed', { min: 0.1, max: 1 }, '/audio/output/speed must be at least 0.25'],
    ['audio.output.speed', { min: 1, max: 2 }, '/audio/output/speed must be at most 1.5'],
    ['audio.input.turn_detection', ['none'], '/audio/input/turn_detection is the beta’s form: write null'],
    ['audio.input.turn_detection.threshold', [0.5], '/audio/input/turn_detection/type must be of the type'],
  ])('must be a field, with values, that Azure takes: %s %j', (path, values, found) => {
    const [problem, ...more] = problemsWith({ [path]: values });
    expect(problem).toContain(`at /choices/${path} allows a value with which the session is wrong: ${found}`);
    expect(more).toEqual([]);
  });

  test('may lie inside of an object that the profile’s session has', () => {
    const session = { audio: { input: { turn_detection: VAD } } };
    expect(problemsWith({ 'audio.input.turn_detection.eagerness': ['low'] }, session)).toHaveLength(1);
    const choices = { 'audio.input.turn_detection.threshold': { min: 0.2, max: 0.9 } };
    expect(aProfile({ session: { type: 'realtime', ...session }, choices }).choices.size).toBe(1);
  });

  test('may not lie inside of another choice', () => {
    expect(
      problemsWith(
        { 'audio.input.turn_detection': [null], 'audio.input.turn_detection.threshold': [0.5] },
        { audio: { input: { turn_detection: VAD } } },
      ),
    ).toEqual(['at /choices/audio.input.turn_detection.threshold lies inside of another choice: keep one of the two']);
  });

  test.each([
    [[], 'must not be empty'],
    [{ min: 2, max: 1 }, 'must not have its min above its max'],
    ['marin', 'must be an array of the allowed values, or {"min":…,"max":…}'],
    [{ min: 1 }, 'must be an array of the allowed values, or {"min":…,"max":…}'],
    [{ min: '1', max: '2' }, 'must be an array of the allowed values, or {"min":…,"max":…}'],
    [null, 'must be an array of the allowed values, or {"min":…,"max":…}'],
  ])('is an array of values or bounds, and not %j', (values, problem) => {
    expect(problemsWith({ 'audio.output.speed': values })).toEqual([`at /choices/audio.output.speed ${problem}`]);
  });

  test.each(['Audio.output', 'audio..output', '/audio/output', '.audio', 'audio.output.', 'a b'])(
    'is a dotted path, and not %j',
    (path) => {
      expect(problemsWith({ [path]: ['x'] })).toHaveLength(1);
    },
  );
});

describe('a value of the caller’s', () => {
  const values = { path: ['x'], allowed: ['marin', null, { id: 'v' }] };
  const bounds = { path: ['x'], allowed: { min: 0.5, max: 1 } };

  test.each([
    [values, 'marin', true],
    [values, null, true],
    [values, { id: 'v' }, true],
    [values, { id: 'v', more: 1 }, false],
    [values, 'Marin', false],
    [values, undefined, false],
    [bounds, 0.5, true],
    [bounds, 1, true],
    [bounds, 0.49, false],
    [bounds, 1.01, false],
    [bounds, '0.7', false],
    [bounds, Number.NaN, false],
  ])('is allowed by %j: %j, %j', (choice, value, allowed) => {
    expect(allows(choice, value)).toBe(allowed);
  });

  test('that is not allowed is answered with what is, but for whole objects', () => {
    expect(describeAllowed({ path: ['x'], allowed: ['marin', 'cedar'] })).toBe('must be "marin" or "cedar"');
    expect(describeAllowed(bounds)).toBe('must be a number from 0.5 to 1');
    expect(describeAllowed(values)).toBe('must be one of the values that the profile allows');
  });
});
