import { createOpenApiRoute } from '../../../src/routes/openapi.ts';
import { aRequest } from '../../support/requests.ts';
import { unwrap } from '../../support/result.ts';
import { anExchange } from './exchange.ts';

test('the OpenAPI document is given as it was built', async () => {
  const route = createOpenApiRoute(async () => '{"openapi":"3.1.0"}');
  expect(unwrap(await route(anExchange(aRequest())))).toEqual({
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: '{"openapi":"3.1.0"}',
  });
});
