/** The catalogue against everything that brings a symptom about: an entry that nothing leads to is seen here. */
import { readFileSync } from 'node:fs';
import { SCENARIOS } from '../../../../../local/page/app/break/scenarios.ts';
import { CATALOGUE } from '../../../../../src/diagnosis/recognise.ts';
import { EVENT_SYMPTOMS, HTTP_SYMPTOMS, NOT_PRODUCED, PROVEN_BY } from '../../../../support/symptoms.ts';

const IDS = CATALOGUE.map(({ id }) => id);

test('every entry is brought about, or the reason why not is written down', () => {
  const produced = [
    ...[...HTTP_SYMPTOMS, ...EVENT_SYMPTOMS].map(({ id }) => id),
    ...SCENARIOS.map(({ expects }) => expects),
    ...Object.keys(PROVEN_BY),
  ];
  expect(IDS.filter((id) => !(produced.includes(id) || id in NOT_PRODUCED))).toEqual([]);
  expect(Object.keys(NOT_PRODUCED).filter((id) => produced.includes(id))).toEqual([]);
});

test('what is listed is in the catalogue', () => {
  const listed = [...HTTP_SYMPTOMS, ...EVENT_SYMPTOMS].map(({ id }) => id);
  const named = [...listed, ...Object.keys(PROVEN_BY), ...Object.keys(NOT_PRODUCED)];
  expect(named.filter((id) => !IDS.includes(id))).toEqual([]);
});

test.each(Object.entries(PROVEN_BY))('%s is proven by %s, which names it', (id, suite) => {
  expect(readFileSync(suite, 'utf8')).toContain(`'${id}'`);
});

test('what cannot be brought about stays a short list', () => {
  expect(Object.keys(NOT_PRODUCED).length).toBeLessThan(5);
});
