import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../src/problems/all-problems.ts';
import { explainProblem } from '../../../src/problems/explain-problem.ts';
import { explanationSchema } from '../../../tools/openapi/explanation-schema.ts';

const fixesOf = (id: string) => explainProblem(id)?.causes.flatMap(({ fix }) => fix) ?? [];

describe('an explanation as data', () => {
  test.each([...Object.keys(PROBLEMS), ...CATALOGUE.map(({ id }) => id)])(
    'has a cause with a fix, and the form that the OpenAPI document shows: %s',
    (id) => {
      const explanation = explainProblem(id);
      expect(explanation).toEqual(explanationSchema.parse(explanation));
      expect(fixesOf(id).length).toBeGreaterThan(0);
    },
  );

  test.each([
    ['microphone-refused', 'user'],
    ['error-taken-for-sdp', 'developer'],
    ['role-missing', 'operator'],
    ['role-missing', 'own_code'],
    ['endpoint-origin-refused', 'operator'],
    ['quota_exceeded', 'user'],
    ['invalid_offer', 'developer'],
    ['deployment_not_found', 'operator'],
  ])('says of %s what the %s can do', (id, audience) => {
    expect(fixesOf(id).map((step) => step.audience)).toContain(audience);
  });

  test('tells what the names of its commands stand for, and of no others', () => {
    const text = JSON.stringify(explainProblem('role-missing')?.causes);
    const names = Object.keys(explainProblem('role-missing')?.names ?? {});
    expect(names).toContain('$PRINCIPAL');
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
    expect(explainProblem('microphone-refused')?.names).toEqual({});
  });

  test('there is none of what is neither code nor diagnosis', () => {
    for (const id of ['unknown', '__proto__', 'constructor', '']) expect(explainProblem(id)).toBeUndefined();
  });
});
