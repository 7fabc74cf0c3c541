/** The switches' own rules, and their list as the documentation's source. */
import { ALL_SWITCHES } from '../../../../local/azure/all-switches.ts';
import { createSwitches } from '../../../../local/kit/switches.ts';

test('every switch has a description, a source and a legal initial value, and a name of its own', () => {
  const switches = createSwitches(ALL_SWITCHES);
  const listed = switches.list();
  expect(new Set(listed.map(({ name }) => name)).size).toBe(ALL_SWITCHES.length);
  for (const { name, description, source, values, initial } of listed) {
    expect([name, description, source].every((text) => text.length > 3)).toBe(true);
    expect(values.length).toBeGreaterThan(0);
    expect(() => switches.set(name, initial)).not.toThrow();
  }
});

test('a counted value returns to the one before it, not to the initial one', () => {
  const switches = createSwitches(ALL_SWITCHES);
  switches.set('mint.delayMs', 5);
  switches.set('mint.delayMs', { value: 9, times: 2 });
  expect([switches.take('mint.delayMs'), switches.get('mint.delayMs'), switches.take('mint.delayMs')]).toEqual([
    9, 9, 9,
  ]);
  expect(switches.take('mint.delayMs')).toBe(5);
});

test('a refused value changes nothing', () => {
  const switches = createSwitches(ALL_SWITCHES);
  expect(() => switches.set('mint.error', 'nonsense')).toThrow(/It can be: none, permission-denied/);
  expect(() => switches.set('mint.error', { value: 'firewall', times: 0.5 })).toThrow(/times/);
  expect(switches.get('mint.error')).toBe('none');
});

test('a switch takes true and false where its values are on and off', () => {
  const switches = createSwitches(ALL_SWITCHES);
  switches.set('mint.localAuth', true);
  expect(switches.get('mint.localAuth')).toBe('on');
  switches.set('mint.localAuth', false);
  expect(switches.get('mint.localAuth')).toBe('off');
  expect(() => switches.set('mint.error', true)).toThrow(/mint.error cannot be true/);
});

test('a service reads only names that are there, and each with the values of its definition', () => {
  const switches = createSwitches(ALL_SWITCHES);
  const code: 'on' | 'off' = switches.take('mint.serviceHeaders');
  const delayMs: number = switches.take('mint.delayMs');
  expect([code, delayMs]).toEqual(['off', 0]);
  // @ts-expect-error: this does not compile.
  expect(() => switches.take('mint.serviceheaders')).toThrow('There is no switch "mint.serviceheaders"');
});
