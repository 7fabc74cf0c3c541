import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../src/problems/all-problems.ts';
import { DEPENDENCIES, EVENTS, METRICS } from '../../../src/telemetry/allow-list.ts';
import type { PropertyDefinition } from '../../../src/telemetry/properties.ts';
import { allowedMeasurements, allowedProperties } from '../../../src/telemetry/record.ts';

const DEFINITIONS = Object.entries({ ...EVENTS, ...DEPENDENCIES, ...METRICS }).flatMap(([name, { properties }]) =>
  Object.entries(properties as Readonly<Record<string, PropertyDefinition>>).map(
    ([property, definition]) => [`${name}.${property}`, property, definition] as const,
  ),
);
/** What must not leave, whole and as a part. */
const CANARIES = [
  'sing like a canary',
  'ek_0123456789abcdef',
  'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  'Bearer abcdefghijkl',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  'someone@example.com',
  'x'.repeat(129),
  '',
];

test.each(DEFINITIONS)('%s lets no secret, token, prompt or SDP password through', (_name, property, definition) => {
  for (const canary of CANARIES) {
    expect(allowedProperties({ [property]: definition }, { [property]: canary })).toEqual({});
  }
});

test('a property that is not on the list is left out, whatever its value', () => {
  expect(allowedProperties(EVENTS.mint.properties, { outcome: 'issued', prompt: 'x', value: 'y' })).toEqual({
    outcome: 'issued',
  });
});

test('a measurement that is not on the list, or is no number, is left out', () => {
  const measures = { total: 12.5, auth: Number.NaN, token: undefined, other: 1 };
  expect(allowedMeasurements(EVENTS.mint.measurements, measures)).toEqual({ total: 12.5 });
});

test('every code and every diagnosis that there is has room', () => {
  for (const code of Object.keys(PROBLEMS)) {
    expect(allowedProperties(EVENTS.mint.properties, { code })).toEqual({ code });
  }
  for (const { id } of CATALOGUE) {
    expect(allowedProperties(EVENTS.mint.properties, { diagnosis: id })).toEqual({ diagnosis: id });
  }
});

test('as many policies as there can be, with names as long as they can be, have room', () => {
  const violated = Array.from({ length: 8 }, (_, index) => `a-b_${index}`.padEnd(32, 'x')).join();
  expect(allowedProperties(EVENTS.mint.properties, { violated })).toEqual({ violated });
});

test('no name is one that the SDK or OpenTelemetry gives another meaning', () => {
  for (const [, property] of DEFINITIONS) {
    expect(property).not.toMatch(/^(?:http|url|server|network|microsoft|enduser|exception|peer|session)\b|\./);
  }
});
