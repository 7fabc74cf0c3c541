import { browserFailure, type Failure, type PageSymptom } from '../../../../../local/page/app/call/failure.ts';
import { type ExplanationContext, explain } from '../../../../../local/page/app/explain.ts';
import { BROWSER_STATES } from '../../../../../src/diagnosis/catalogue-entry.ts';
import { CATALOGUE, recogniseState } from '../../../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../../../src/problems/all-problems.ts';

const CONTEXT: ExplanationContext = {
  origin: 'http://localhost:3000',
  endpoint: 'https://app.example/api',
  names: { $RG: 'rg-local' },
  way: 'direct',
  hasCallers: true,
};
const commandsOf = ({ causes }: ReturnType<typeof explain>) =>
  causes.flatMap(({ check, fix }) => [check, fix].flatMap((advice) => (advice && 'run' in advice ? [advice.run] : [])));

test('explains what the endpoint diagnosed from the server’s own catalogue', () => {
  const failure = {
    kind: 'problem',
    status: 502,
    code: 'deployment_not_realtime',
    diagnosis: 'deployment-not-realtime',
  } as const;
  const entry = CATALOGUE.find(({ id }) => id === failure.diagnosis);
  expect(explain(failure, CONTEXT)).toMatchObject({ id: entry?.id, title: entry?.title, source: entry?.source });
  expect(explain(failure, CONTEXT).causes).toHaveLength(entry?.causes.length ?? 0);
});

test('leaves out what sends a caller to the operator, where the catalogue says what the operator does', () => {
  const failure = {
    kind: 'problem',
    status: 502,
    code: 'deployment_not_realtime',
    detail: 'Ask the operator.',
  } as const;
  expect(explain({ ...failure, diagnosis: 'deployment-not-realtime' }, CONTEXT).happened).toBe(
    'The endpoint answered 502 deployment_not_realtime.',
  );
  expect(explain(failure, CONTEXT).happened).toContain('Ask the operator.');
});

test.each(Object.keys(PROBLEMS))('explains the problem %s without a diagnosis', (code) => {
  const { id, title, causes } = explain({ kind: 'problem', status: 400, code }, CONTEXT);
  expect([id, title.length > 0, causes.length]).toEqual([code, true, 1]);
});

test('shows what a newer endpoint says, though its code is not known here', () => {
  const failure = { kind: 'problem', status: 400, code: 'from_tomorrow', detail: 'Do this.' } as const;
  expect(explain(failure, CONTEXT)).toMatchObject({
    id: 'from_tomorrow',
    happened: expect.stringContaining('Do this.'),
  });
});

test.each(BROWSER_STATES)('explains %s from the catalogue', (state) => {
  expect(explain(browserFailure(state, 'Seen.'), CONTEXT)).toMatchObject({
    id: recogniseState(state).id,
    happened: 'Seen.',
  });
});

test.each<PageSymptom>(['answer_unreadable', 'endpoint_silent', 'page_fault'])('explains %s itself', (symptom) => {
  expect(explain(browserFailure(symptom, 'Seen.'), CONTEXT)).toMatchObject({ id: symptom, happened: 'Seen.' });
});

test('recognises Azure’s own answer to an offer', () => {
  const failure = {
    kind: 'azure',
    seen: 'answered',
    status: 401,
    message: 'Realtime session ephemeral token is required.',
  } as const;
  expect(explain(failure, CONTEXT).id).toBe('secret-required');
  expect(explain({ kind: 'azure', seen: 'timeout' }, CONTEXT).happened).toBe('Azure OpenAI gave no answer.');
});

test('recognises what an event says', () => {
  const failure = { kind: 'event', event: { type: 'response.done', code: 'content_filter' } } as const;
  expect(explain(failure, CONTEXT)).toMatchObject({ id: 'response-cut-by-filter' });
});

test('fills this page’s origin into the command that lets it call', () => {
  const commands = commandsOf(explain(browserFailure('endpoint_origin_refused'), CONTEXT));
  expect(commands).toContain('npm run doctor -- --app https://app.example/api --origin http://localhost:3000');
  expect(commands).toContain('curl -i https://app.example/api/healthz');
  expect(commands).toContain('curl -i https://app.example/api/readyz');
});

test('fills in the names that this page knows, and says what the others are', () => {
  const failure = { kind: 'problem', status: 502, code: 'x', diagnosis: 'deployment-not-realtime' } as const;
  const explained = explain(failure, CONTEXT);
  expect(commandsOf(explained).join()).toContain('-g rg-local -n $ACC');
  expect(explained.names).toMatchObject({ $ACC: 'the Azure OpenAI account' });
  expect(explained.names).not.toHaveProperty('$RG');
});

describe('what this page can do about it', () => {
  const actionsOf = (failure: Failure, context: Partial<ExplanationContext>) =>
    explain(failure, { ...CONTEXT, ...context }).causes.map(({ action }) => action);
  const relayRequired = { kind: 'problem', status: 403, code: 'relay_required' } as const;
  const quotaExceeded = { kind: 'problem', status: 429, code: 'quota_exceeded' } as const;

  test.each([
    ['the relay', relayRequired, { way: 'direct' }, ['use-relay']],
    ['the relay', browserFailure('azure_preflight_refused'), { way: 'direct' }, ['use-relay']],
    ['nothing: it is the relay’s own call', relayRequired, { way: 'relay' }, [undefined]],
    ['a new caller', quotaExceeded, { hasCallers: true }, ['use-new-caller']],
    ['nothing: the token is the person’s own', quotaExceeded, { hasCallers: false }, [undefined]],
  ] as const)('is %s', (_what, failure, context, actions) => {
    expect(actionsOf(failure, context)).toEqual(actions);
  });
});

test('says of a problem what to do once', () => {
  const { detail } = PROBLEMS.token_invalid;
  const explained = explain({ kind: 'problem', status: 401, code: 'token_invalid', detail }, CONTEXT);
  expect(explained).toMatchObject({
    happened: 'The endpoint answered 401 token_invalid.',
    causes: [{ fix: { say: detail } }],
  });
});

test.each([
  ['no packet of sound has arrived', { packetsReceived: 0, isPlaying: true }, /^No audio arrives/],
  ['90 packets of sound have arrived', { packetsReceived: 90, isPlaying: false }, /^The browser plays no sound/],
  ['no audio in output_modalities', { outputModalities: 'text' }, /^The session’s output_modalities is text/],
  ['Seen.', {}, /./],
])('silence of which is known that %s is explained by what was measured', (seen, measured, likeliest) => {
  const { happened, causes } = explain(browserFailure('no_audio_back', 'Seen.', measured), CONTEXT);
  expect(happened).toContain(seen);
  expect(causes[0]?.cause).toMatch(likeliest);
});
