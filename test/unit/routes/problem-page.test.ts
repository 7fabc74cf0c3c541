import { createProblemPageRoute } from '../../../src/routes/problem-page.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { anExchange } from './exchange.ts';

function ask(params: Readonly<Record<string, string>>) {
  return createProblemPageRoute()(anExchange(aRequest({ method: 'GET', params })));
}

describe('the page of a problem', () => {
  test('is plain text, with a line’s end for a terminal', async () => {
    const { status, headers, body } = unwrap(await ask({ id: 'token_missing' }));
    expect([status, headers]).toEqual([200, { 'Content-Type': 'text/plain; charset=utf-8' }]);
    expect(body).toMatch(/^No access token\n.*\n$/s);
  });

  test.each([{ id: 'nothing' }, {}])('is refused where there is none: %j', async (params) => {
    expect(errorOf(await ask(params))).toEqual({ reason: 'not_found' });
  });
});
