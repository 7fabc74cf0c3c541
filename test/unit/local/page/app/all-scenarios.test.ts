import { ALL_SWITCHES } from '../../../../../local/azure/all-switches.ts';
import { CALL_ERRORS } from '../../../../../local/azure/openai/calls/call-errors.ts';
import { findError } from '../../../../../local/azure/openai/error-answer.ts';
import { MINT_ERRORS } from '../../../../../local/azure/openai/mint-errors.ts';
import { createSwitches } from '../../../../../local/kit/switches.ts';
import { SCENARIOS } from '../../../../../local/page/app/break/all-scenarios.ts';
import { CATALOGUE, recognise } from '../../../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../../../src/problems/all-problems.ts';
import { readRefusal } from '../../../../../src/realtime/upstream-answer.ts';

test('begins with the failure that this project began with', () => {
  expect(SCENARIOS[0]).toMatchObject({ id: 'chat-model', expects: 'deployment-not-realtime' });
});

test('has each id once, and each group in one piece', () => {
  expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
  const changes = SCENARIOS.filter(({ group }, index) => group !== SCENARIOS[index - 1]?.group);
  expect(changes).toHaveLength(new Set(SCENARIOS.map(({ group }) => group)).size);
});

test.each(SCENARIOS)('$id throws switches that exist, to values that they have', ({ switches = [] }) => {
  const all = createSwitches(ALL_SWITCHES);
  for (const { name, value } of switches) {
    expect(all.list().find((one) => one.name === name)?.current).not.toBe(value);
    all.set(name, value);
  }
});

test.each(SCENARIOS)('$id leads to something that is explained, or to a call that goes on', ({ expects }) => {
  const known = [
    ...CATALOGUE.map(({ id }) => id),
    ...Object.keys(PROBLEMS),
    'leash_reached',
    'hang_up_unconfirmed',
    undefined,
  ];
  expect(known).toContain(expects);
});

const erring = SCENARIOS.flatMap(({ id, expects, switches = [], mistakes }) =>
  switches.flatMap(({ name, value }) => {
    const error =
      name === 'mint.error'
        ? findError(MINT_ERRORS, String(value))
        : name === 'calls.error'
          ? findError(CALL_ERRORS, String(value))
          : undefined;
    return error && !mistakes?.ignoresStatus ? [{ id, expects, error, isCall: name === 'calls.error' }] : [];
  }),
);

test.each(erring)(
  '$id is what Azure’s answer is recognised as',
  ({ expects, error: { status, headers, body }, isCall }) => {
    const { symptom } = readRefusal(new Response(null, { status, ...(headers && { headers }) }), body, Date.now);
    expect(recognise({ ...symptom, operation: isCall ? 'calls' : 'client_secrets' }).id).toBe(expects);
  },
);
