/** The least that can be deployed: what Node, the host and @azure/functions cost by themselves. */
import { app } from '@azure/functions';

app.http('healthz', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'healthz',
  handler: async () => ({ status: 200, jsonBody: { status: 'ok' } }),
});
