import { type System, startSystem } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

it('gives a caller a client secret, where to connect, and nothing else', async () => {
  const { status, json, headers } = await system.mint();
  expect(status).toBe(200);
  expect(json).toEqual({
    value: expect.stringMatching(/^ek_/),
    expires_at: expect.any(Number),
    session: {
      type: 'realtime',
      object: 'realtime.session',
      id: expect.stringMatching(/^sess_/),
      model: 'gpt-realtime-mini',
    },
    url: `${system.azure.urls.openai}/openai/v1/realtime/calls`,
    model: 'gpt-realtime-mini',
    id: expect.stringMatching(/^mint_[0-9a-f]{32}$/),
  });
  expect(headers.get('content-type')).toBe('application/json');
});

it('asks for a lifetime of 60 s, and says truthfully when the secret ends', async () => {
  const before = Date.now() / 1_000;
  const { json } = await system.mint();
  expect(Number(json['expires_at']) - before).toBeGreaterThan(55);
  expect(Number(json['expires_at']) - before).toBeLessThan(65);
});

it('logs one line per mint, by the id of the answer', async () => {
  const { json, headers } = await system.mint();
  const lines = (await system.logged('mint', 1)).filter(({ id }) => id === json['id']);
  expect(lines).toEqual([
    {
      event: 'mint',
      id: json['id'],
      requestId: headers.get('x-request-id'),
      caller: expect.stringMatching(/^[0-9a-f]{32}$/),
      outcome: 'issued',
      deployment: 'gpt-realtime-mini',
      upstreamRequestId: headers.get('apim-request-id'),
      phasesMs: {
        settings: expect.any(Number),
        auth: expect.any(Number),
        token: expect.any(Number),
        upstream: expect.any(Number),
        total: expect.any(Number),
      },
    },
  ]);
});
