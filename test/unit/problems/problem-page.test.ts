import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../src/problems/all-problems.ts';
import { problemPageOf } from '../../../src/problems/problem-page.ts';
import { toProblemResponse } from '../../../src/problems/problem-response.ts';
import { toProblem } from '../../../src/problems/to-problem.ts';
import { linesOf } from '../../support/advice.ts';
import { REFUSALS } from './refusals.ts';

describe('the page of a problem', () => {
  test.each([...Object.keys(PROBLEMS), ...CATALOGUE.map(({ id }) => id)])('exists for %s', (id) => {
    expect(problemPageOf(id)).toContain(id);
  });

  test.each(CATALOGUE)('of $id has every cause with its check and its fix', ({ id, causes }) => {
    const page = problemPageOf(id);
    for (const { cause, check, fix } of causes) {
      for (const line of [cause, ...linesOf(check), ...linesOf(fix)]) expect(page).toContain(line);
    }
  });

  test.each(['', 'nothing', 'toString', '__proto__', 'constructor'])('does not exist for %j', (id) => {
    expect(problemPageOf(id)).toBeUndefined();
  });

  test.each(
    REFUSALS.map(([, , , refusal]) => toProblemResponse(toProblem(refusal), 'r').jsonBody as { readonly type: string })
      // The one type that is registered elsewhere; its code has a page like every other.
      .filter(({ type }) => !type.endsWith('http-problem-types#quota-exceeded')),
  )('is where the problem’s type leads: $type', ({ type }) => {
    expect(type).toMatch(/^\/api\/problems\//);
    expect(problemPageOf(type.replace('/api/problems/', ''))).toBeDefined();
  });
});
