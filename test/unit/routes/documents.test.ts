import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { toProblem, toProblemResponse } from '../../../src/problems/problem.ts';
import { PROBLEMS } from '../../../src/problems/problem-codes.ts';
import { createOpenApiRoute, createProblemPageRoute } from '../../../src/routes/documents.ts';
import { linesOf } from '../../support/advice.ts';
import { anExchange } from '../../support/exchange.ts';
import { refusals } from '../../support/refusals.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf, unwrap } from '../../support/result.ts';

const pageOf = createProblemPageRoute();

function ask(id?: string) {
  const request = aRequest({ method: 'GET', params: id === undefined ? {} : { id } });
  return pageOf(anExchange(request));
}

describe('the page of a problem', () => {
  test.each([...Object.keys(PROBLEMS), ...CATALOGUE.map(({ id }) => id)])('exists for %s', async (id) => {
    const { status, headers, body } = unwrap(await ask(id));
    expect(status).toBe(200);
    expect(headers).toEqual({ 'Content-Type': 'text/plain; charset=utf-8' });
    expect(body).toContain(id);
  });

  test.each(CATALOGUE)('of $id has every cause with its check and its fix', async ({ id, causes }) => {
    const { body } = unwrap(await ask(id));
    for (const { cause, check, fix } of causes) {
      for (const line of [cause, ...linesOf(check), ...linesOf(fix)]) expect(body).toContain(line);
    }
  });

  test.each(['', 'nothing', 'toString', '__proto__', 'constructor', undefined])('does not exist for %j', async (id) => {
    expect(errorOf(await ask(id))).toEqual({ reason: 'not_found' });
  });

  test.each(
    refusals
      .map((refusal) => toProblemResponse(toProblem(refusal), 'r').jsonBody as { readonly type: string })
      // The one type that is registered elsewhere; its code has a page like every other.
      .filter(({ type }) => !type.endsWith('http-problem-types#quota-exceeded')),
  )('is where the problem’s type leads: $type', async ({ type }) => {
    expect(type).toMatch(/^\/api\/problems\//);
    expect((await ask(type.replace('/api/problems/', ''))).ok).toBe(true);
  });
});

describe('the OpenAPI document', () => {
  test('is given as it was built', async () => {
    const route = createOpenApiRoute(async () => '{"openapi":"3.1.0"}');
    expect(unwrap(await route(anExchange(aRequest())))).toEqual({
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: '{"openapi":"3.1.0"}',
    });
  });
});
