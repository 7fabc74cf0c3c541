/** The catalogue against everything that brings a symptom about: an entry that nothing leads to is seen here. */
import { readFileSync } from 'node:fs';
import { SCENARIOS } from '../../../../../local/page/app/break/all-scenarios.ts';
import { CATALOGUE } from '../../../../../src/diagnosis/recognise.ts';
import { HTTP_SYMPTOMS } from '../../../../http/http-symptoms.ts';
import { EVENT_SYMPTOMS } from './event-symptoms.ts';

/** Brought about by a suite of their own, which names the id. */
const PROVEN_BY: Readonly<Record<string, string>> = {
  'azure-slow': 'test/http/upstream-faults.test.ts',
  'azure-unreachable-from-page': 'test/browser/elsewhere.test.ts',
  'call-ended-by-azure': 'test/browser/elsewhere.test.ts',
  'endpoint-unreachable': 'test/browser/elsewhere.test.ts',
};

/** That no suite brings about, each with the reason. */
const NOT_PRODUCED: Readonly<Record<string, string>> = {
  'filter-hides-events':
    'the page does not wait for session.updated; test/browser/sdks.test.ts shows that the Agents SDK does',
  'transcription-failed': 'the event of a classic whisper deployment was never captured',
  'model-not-deployable': 'Resource Manager says it to whoever deploys the infrastructure: no request meets it',
  'access-refused': 'a refusal of our identity in words that nobody has seen: the table of recognise.test.ts has some',
};

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
