/** A canary of each kind is fed to everything that writes; none may come out. */

import { recognise } from '../../src/diagnosis/recognise.ts';
import { createEdge } from '../../src/http/edge.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { ok } from '../../src/lib/result.ts';
import { toProblemResponse } from '../../src/problems/problem-response.ts';
import { type Refusal, toProblem } from '../../src/problems/to-problem.ts';
import { readRefusal } from '../../src/realtime/upstream-answer.ts';
import type { TelemetryRecord } from '../../src/telemetry/record.ts';
import { createTelemetry } from '../../src/telemetry/recorder.ts';
import type { RequestTelemetry, Telemetry } from '../../src/telemetry/telemetry.ts';
import { aClock, NOON_MS } from '../support/clock.ts';
import { json, type Respond, text } from '../support/loopback-server.ts';
import { aMintSuite } from '../support/mint-suite.ts';
import { aContext, aRequest } from '../support/requests.ts';
import { anOffer } from '../support/sdp.ts';

const CANARIES = [
  'ek_canary0123456789',
  'eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.canary0123456789',
  'a=ice-pwd:canary0123456789',
  'a=fingerprint:canary0123456789',
] as const;

const suite = aMintSuite();

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
        operation: 'client_secrets' as const,
        entry: recognise(symptom),
        facts,
        retryAfterSeconds,
        evidence: undefined,
        cause: undefined,
        neverSent: false,
      };
      const written = JSON.stringify(toProblemResponse(toProblem(refusal), 'request-1'));
      expect(written).toContain('"code"');
      expect(written).not.toContain('canary');
    }
  });

  test.each<[string, (secret: string) => Respond]>([
    ['an error', (secret) => json(400, { error: { code: 'x', message: secret, param: secret } })],
    ['an error that is no JSON', (secret) => text(500, secret)],
    ['a success that is no client secret', (secret) => json(200, { value: secret, client_secret: secret })],
    ['a refusal of our identity', (secret) => json(401, { message: secret }, { 'www-authenticate': 'Bearer' })],
  ])('reaches neither the caller nor the log out of %s', async (_what, answer) => {
    const bench = suite.aBench();
    suite.server.answers(answer(canary));
    const { status, body, headers } = await bench.mint();
    expect(status).toBe(502);
    const told = await bench.told();
    expect(bench.lines).toHaveLength(1);
    expect(told.map(({ name }) => name)).toEqual(['settings_refresh', 'POST client_secrets', 'mint']);
    expect(JSON.stringify([body, ...headers, bench.lines, told])).not.toContain('canary');
  });

  test('reaches log and telemetry neither as the caller’s token nor as a member of the body', async () => {
    const bench = suite.aBench();
    await bench.ask('client_secrets', { headers: { authorization: `Bearer ${canary}`, 'x-request-id': canary } });
    await bench.mint(JSON.stringify({ [canary]: canary }));
    const told = await bench.told();
    expect(bench.lines).toHaveLength(2);
    expect(told.map(({ name }) => name)).toEqual(['settings_refresh', 'mint', 'mint']);
    expect(JSON.stringify([bench.lines, told])).not.toContain('canary');
  });

  test('reaches log and telemetry neither as an offer nor as Azure’s answer to one', async () => {
    const bench = suite.aBench();
    await bench.call(anOffer().replace('a=setup', `${canary}\r\na=setup`));
    await bench.call(`v=0\r\n${canary}`);
    expect(bench.lines).toHaveLength(2);
    expect(JSON.stringify([bench.lines, await bench.told()])).not.toMatch(/canary|ek_1/);
  });

  test('leaves by no exception: neither its message nor its cause reaches caller, log or telemetry', async () => {
    const lines: string[] = [];
    const { now } = aClock();
    const { telemetry, told } = aTelemetry(now);
    const withEdge = createEdge<Refusal, RequestTelemetry>({
      origins: { peek: () => [], get: async () => ok([]) },
      closedHeaders: () => [],
      telemetry,
      toAnswer: (refusal, requestId) => toProblemResponse(toProblem(refusal), requestId),
    });
    const handler = withEdge(async () => {
      throw new TypeError(canary, { cause: new Error(canary) });
    });
    const answer = await handler(aRequest({ headers: { 'x-request-id': canary } }), aContext(lines));
    expect(answer).toMatchObject({ status: 500 });
    expect(told).toMatchObject([{ name: 'internal_error' }]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      event: 'internal_error',
      stack: expect.stringContaining('TypeError'),
    });
    expect(JSON.stringify([answer, lines, told])).not.toContain('canary');
  });
});

test('a mint that succeeds gives the secret to the caller, once, and to nobody else', async () => {
  const secret = { value: CANARIES[0], expires_at: NOON_MS / 1000 + 60, session: { instructions: CANARIES[1] } };
  const bench = suite.aBench();
  suite.server.answers(json(200, secret));
  const { body, headers } = await bench.mint();
  expect(JSON.stringify([body, ...headers]).split('canary')).toHaveLength(2);
  expect(body).toMatchObject({ value: CANARIES[0] });
  expect(JSON.stringify([body, ...headers])).not.toContain('identity-token');
  expect(JSON.stringify([bench.lines, await bench.told()])).not.toMatch(/canary|identity-token/);
});

/** The real one, with what it would send: all that did not go well, and a share of the rest. */
function aTelemetry(now: Clock): { readonly telemetry: Telemetry; readonly told: readonly TelemetryRecord[] } {
  const told: TelemetryRecord[] = [];
  const delivery = {
    add: (record: TelemetryRecord) => void told.push(record),
    answered: () => undefined,
    flush: async () => undefined,
  };
  return { telemetry: createTelemetry({ delivery, now, random: Math.random }), told };
}
