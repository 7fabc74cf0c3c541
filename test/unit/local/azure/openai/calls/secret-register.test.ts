/** Which client secrets start a call. */
import { createSecretRegister } from '../../../../../../local/azure/openai/calls/secret-register.ts';

const SESSION = { id: 'sess_1', model: 'gpt-realtime', request: { type: 'realtime', model: 'gpt-realtime' } } as const;
const NOON = 1_784_894_400;

beforeEach(() => jest.useFakeTimers({ now: NOON * 1_000 }));
afterEach(() => jest.useRealTimers());

test('a secret starts as many calls as wanted, and only the first is the first', () => {
  const secrets = createSecretRegister();
  secrets.add('ek_1', NOON + 60, SESSION);
  expect(secrets.redeem('ek_1')).toMatchObject({ session: SESSION, isFirstCall: true });
  expect(secrets.redeem('ek_1')).toMatchObject({ session: SESSION, isFirstCall: false });
});

test('a call that came to nothing does not count as the first, but one before it does', () => {
  const secrets = createSecretRegister();
  secrets.add('ek_1', NOON + 60, SESSION);
  secrets.redeem('ek_1')?.giveBack();
  expect(secrets.redeem('ek_1')).toMatchObject({ isFirstCall: true });
  secrets.redeem('ek_1')?.giveBack();
  expect(secrets.redeem('ek_1')).toMatchObject({ isFirstCall: false });
});

test('it does so until the second in which it expires', () => {
  const secrets = createSecretRegister();
  secrets.add('ek_1', NOON + 60, SESSION);
  jest.setSystemTime((NOON + 60) * 1_000 - 1);
  expect(secrets.redeem('ek_1')).toBeDefined();
  jest.setSystemTime((NOON + 60) * 1_000);
  expect(secrets.redeem('ek_1')).toBeUndefined();
});

test('a secret of another mint starts none', () => {
  const secrets = createSecretRegister();
  createSecretRegister().add('ek_1', NOON + 60, SESSION);
  expect(secrets.redeem('ek_1')).toBeUndefined();
});

test('of very many the oldest go first', () => {
  const secrets = createSecretRegister();
  for (let index = 0; index <= 10_000; index += 1) secrets.add(`ek_${index}`, NOON + 60, SESSION);
  expect(secrets.redeem('ek_0')).toBeUndefined();
  expect(secrets.redeem('ek_1')).toBeDefined();
  expect(secrets.redeem('ek_10000')).toBeDefined();
});
