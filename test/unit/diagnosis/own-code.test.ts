/** The catalogue for whoever asks Azure with code of their own: it speaks of nothing that only this endpoint has. */
import type { Advice } from '../../../src/diagnosis/catalogue-entry.ts';
import { UPSTREAM_ENTRIES } from '../../../src/diagnosis/recognise.ts';

/** Settings, the store, the function app, its log, its profiles and its own addresses. */
const OF_THIS_ENDPOINT =
  /realtime:\w|\$(?:STORE|FN|API)\b|log line|the log\b|\/api\/|function app|\bthis app\b|\bthe app\b|\bprofile/i;

const textOf = (advice: Advice): string => JSON.stringify(advice.ownCode ?? { ...advice, ownCode: undefined });

/** Nobody else has a relay. */
const OF_THE_RELAY = 'secret-refused/at-the-relay';

const causes = UPSTREAM_ENTRIES.flatMap((entry) =>
  entry.causes.map((cause) => [`${entry.id}/${cause.id}`, cause] as const),
);

test.each(causes.filter(([name]) => name !== OF_THE_RELAY))('%s', (_name, { cause, check, fix }) => {
  for (const text of [cause, textOf(check), textOf(fix)]) expect(text).not.toMatch(OF_THIS_ENDPOINT);
});

test('what is the same for both stands there once', () => {
  const doubled = causes.filter(([, { check, fix }]) =>
    [check, fix].some(({ ownCode, ...steps }) => JSON.stringify(ownCode) === JSON.stringify(steps)),
  );
  expect(doubled).toEqual([]);
});
