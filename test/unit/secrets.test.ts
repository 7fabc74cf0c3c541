/** A canary of each kind is fed to everything that writes; none may come out. */

import { recognise } from '../../src/diagnosis/recognise.ts';
import { toProblem, toProblemResponse } from '../../src/http/problem.ts';
import { createLog } from '../../src/lib/log.ts';
import { readRefusal } from '../../src/realtime/upstream-answer.ts';
import { NOON_MS } from '../support/clock.ts';
import { aSigningKey, type SigningKey } from '../support/identity-provider.ts';
import { type Answer, json, type LoopbackServer, startLoopbackServer, text } from '../support/loopback-server.ts';
import { aMintBench } from '../support/mint-bench.ts';

const CANARIES = [
  'ek_canary0123456789',
  'eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.canary0123456789',
  'a=ice-pwd:canary0123456789',
  'a=fingerprint:canary0123456789',
] as const;

let key: SigningKey;
let server: LoopbackServer;
beforeAll(async () => {
  key = await aSigningKey();
  server = await startLoopbackServer();
});
afterAll(() => server.close());

describe.each(CANARIES)('the secret %s', (canary) => {
  test('leaves no log line, in whatever member it stands', () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const log = createLog({ info: write, warn: write, error: write });
    log.info({ event: canary, value: canary });
    log.warn({ event: 'x', [canary]: [canary, { deep: { deeper: `a ${canary} b` } }] });
    log.error({ event: 'x', stack: new Error(canary).stack });
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).not.toContain('canary');
  });

  test('is in no problem, though every text of Azure’s answer holds it', () => {
    const error = { code: `Code ${canary}`, message: canary, param: `${canary} x`, type: canary };
    for (const status of [400, 401, 403, 404, 429, 500, 503]) {
      const response = new Response(null, { status, headers: { 'apim-request-id': `x ${canary}` } });
      const { symptom, facts, retryAfterSeconds } = readRefusal(response, JSON.stringify({ error }), () => NOON_MS);
      const refusal = {
        reason: 'upstream' as const,
        entry: recognise(symptom),
        facts,
        retryAfterSeconds,
        evidence: undefined,
        neverSent: false,
      };
      const written = JSON.stringify(toProblemResponse(toProblem(refusal), 'request-1'));
      expect(written).toContain('"code"');
      expect(written).not.toContain('canary');
    }
  });

  test.each<[string, (secret: string) => Answer]>([
    ['an error', (secret) => json(400, { error: { code: 'x', message: secret, param: secret } })],
    ['an error that is no JSON', (secret) => text(500, secret)],
    ['a success that is no client secret', (secret) => json(200, { value: secret, client_secret: secret })],
    ['a refusal of our identity', (secret) => json(401, { message: secret }, { 'www-authenticate': 'Bearer' })],
  ])('reaches neither the caller nor the log out of %s', async (_what, answer) => {
    server.answers(answer(canary));
    const bench = aMintBench({ key, origin: server.origin });
    const { status, body, headers } = await bench.mint();
    expect(status).toBe(502);
    expect(bench.lines).toHaveLength(1);
    expect(JSON.stringify([body, ...headers, ...bench.lines])).not.toContain('canary');
  });

  test('reaches the log neither as the caller’s token nor as a member of the body', async () => {
    const bench = aMintBench({ key, origin: server.origin });
    await bench.ask({ headers: { authorization: `Bearer ${canary}`, 'x-request-id': canary } });
    await bench.mint(JSON.stringify({ [canary]: canary }));
    expect(bench.lines).toHaveLength(2);
    expect(bench.lines.join('\n')).not.toContain('canary');
  });
});

test('a mint that succeeds gives the secret to the caller, once, and to nobody else', async () => {
  const secret = { value: CANARIES[0], expires_at: NOON_MS / 1000 + 60, session: { instructions: CANARIES[1] } };
  server.answers(json(200, secret));
  const bench = aMintBench({ key, origin: server.origin });
  const { body, headers } = await bench.mint();
  expect(JSON.stringify([body, ...headers]).split('canary')).toHaveLength(2);
  expect(body).toMatchObject({ value: CANARIES[0] });
  expect(JSON.stringify([body, ...headers])).not.toContain('identity-token');
  expect(bench.lines.join('\n')).not.toMatch(/canary|identity-token/);
});
