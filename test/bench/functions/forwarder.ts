/** The least that mints: a fixed token, no caller checked, no setting read, Azure's answer returned as it came. */
import { app } from '@azure/functions';

const url = process.env['BENCH_UPSTREAM_URL'] ?? '';
const headers = {
  Authorization: `Bearer ${process.env['BENCH_UPSTREAM_TOKEN']}`,
  'Content-Type': 'application/json',
};

app.http('client_secrets', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'realtime/client_secrets',
  handler: async (request) => {
    await request.text();
    const answer = await fetch(url, { method: 'POST', headers, body: process.env['BENCH_UPSTREAM_BODY'] ?? '' });
    return { status: answer.status, headers: { 'Content-Type': 'application/json' }, body: await answer.text() };
  },
});
