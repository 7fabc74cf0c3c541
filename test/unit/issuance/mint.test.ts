import { mintResponseSchema } from '../../../src/issuance/mint-contract.ts';
import { NOON_MS } from '../../support/clock.ts';
import { json } from '../../support/loopback-server.ts';
import { aMintSuite, type MintBench } from '../../support/mint-suite.ts';

const suite = aMintSuite();
const { aBench } = suite;

/** Seconds that were asked of Azure at the last mint. */
function askedSeconds(): unknown {
  const body: unknown = JSON.parse(suite.server.requests.at(-1)?.body ?? '{}');
  return (body as { expires_after?: { seconds?: unknown } }).expires_after?.seconds;
}

/** What the identity was asked for. */
function tokensOf({ asked }: MintBench): readonly string[] {
  return asked.filter((contact) => contact.startsWith('token '));
}

describe('a mint', () => {
  test('answers what the contract says, and nothing of Azure’s beside', async () => {
    const { status, body, headers } = await aBench().mint();
    expect(status).toBe(200);
    expect(mintResponseSchema.safeParse(body).success).toBe(true);
    expect(body).toEqual({
      value: 'ek_1',
      expires_at: NOON_MS / 1000 + 60,
      session: { type: 'realtime', object: 'realtime.session', id: 'sess_1', model: 'gpt-realtime' },
      url: `${suite.server.origin}/openai/v1/realtime/calls`,
      model: 'gpt-realtime',
      id: expect.stringMatching(/^mint_[0-9a-f]{32}$/) as string,
    });
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('apim-request-id')).toBe('apim-1');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('asks for the configured lifetime, whatever body is absent', async () => {
    const bench = aBench({ secretSeconds: '45' });
    await bench.mint();
    expect(askedSeconds()).toBe(45);
    await bench.mint('{}');
    expect(askedSeconds()).toBe(45);
  });

  test.each([
    [30, 30],
    [45, 45],
    [7_200, 45],
  ])('for %d s asks for %d: a caller can only shorten', async (seconds, asked) => {
    await aBench({ secretSeconds: '45' }).mint(JSON.stringify({ expires_after: { seconds } }));
    expect(askedSeconds()).toBe(asked);
  });

  test('uses the token of the configured scope', async () => {
    const bench = aBench({ tokenScope: 'https://ai.azure.com/.default' });
    await bench.mint();
    expect(tokensOf(bench)).toEqual(['token https://ai.azure.com/.default']);
  });

  test('gives its own id as the session’s where Azure gave none', async () => {
    const bench = aBench();
    suite.server.answers(json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 60 }));
    const body = (await bench.mint()).body as { id: string };
    expect(body).toMatchObject({ id: expect.stringMatching(/^mint_/), session: { id: body.id } });
  });

  test('is one log line with its caller’s pseudonym, and without secret, prompt or person', async () => {
    const bench = aBench();
    await bench.mint();
    expect(bench.lines).toHaveLength(1);
    expect(JSON.parse(bench.lines[0] ?? '')).toMatchObject({
      event: 'mint',
      id: expect.stringMatching(/^mint_[0-9a-f]{32}$/) as string,
      outcome: 'issued',
      caller: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      deployment: 'gpt-realtime',
      upstreamRequestId: 'apim-1',
      phasesMs: { auth: expect.any(Number) as number, upstream: expect.any(Number) as number },
    });
    expect(bench.lines[0]).not.toMatch(/ek_|eyJ|private|subject-of-one-person|identity-token|0a0a0a0a/);
  });

  test('whose lifetime was not honoured is issued, and an error in the log that has every number it speaks of', async () => {
    const bench = aBench();
    suite.server.answers(json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 7_200 }));
    const { status, body } = await bench.mint();
    expect([status, body]).toEqual([200, expect.objectContaining({ expires_at: NOON_MS / 1000 + 7_200 })]);
    const record = JSON.parse(bench.lines[0] ?? '') as Record<string, unknown>;
    expect(record).toMatchObject({ diagnosis: 'lifetime-not-honoured', askedSeconds: 60 });
    const spokenOf = JSON.stringify(record['causes']).match(/\b[a-z]+Seconds\b/g) ?? [];
    expect(Object.keys(record)).toEqual(expect.arrayContaining(spokenOf));
  });
});

describe('a mint that is refused', () => {
  test('asks nothing of Azure without a token, although the origin is allowed', async () => {
    const before = suite.server.requests.length;
    const bench = aBench({ 'cors:origins': '["https://app.example.com"]' });
    const { status } = await bench.ask('client_secrets', { headers: { origin: 'https://app.example.com' } });
    expect(status).toBe(401);
    expect(suite.server.requests).toHaveLength(before);
    expect(tokensOf(bench)).toEqual([]);
  });

  test('asks nothing of Azure for a body that is not permitted', async () => {
    const before = suite.server.requests.length;
    const { status, body } = await aBench().mint('{"instructions":"x"}');
    expect([status, body]).toEqual([422, expect.objectContaining({ code: 'not_permitted' })]);
    expect(suite.server.requests).toHaveLength(before);
  });

  test('is no error in the log, and says what was wrong with the token', async () => {
    const bench = aBench();
    await bench.ask('client_secrets', { headers: { authorization: 'Bearer abc' } });
    expect(JSON.parse(bench.lines[0] ?? '')).toMatchObject({
      event: 'mint',
      outcome: 'refused',
      code: 'token_invalid',
      flaw: 'malformed',
    });
  });

  test('does not believe the header of Easy Auth, which anybody can send', async () => {
    const principal = Buffer.from('{"claims":[]}').toString('base64');
    const { status } = await aBench().ask('client_secrets', { headers: { 'x-ms-client-principal': principal } });
    expect(status).toBe(401);
  });
});

describe('a mint that fails', () => {
  test('gives the operator the causes and their fixes, and the caller the code', async () => {
    const bench = aBench();
    suite.server.answers(
      json(
        401,
        { error: { code: 'PermissionDenied', message: 'quotes a credential' } },
        { 'apim-request-id': 'apim-2' },
      ),
    );
    const { status, body } = await bench.mint();
    expect(status).toBe(502);
    expect(body).toMatchObject({ code: 'upstream_auth', diagnosis: 'role-missing' });
    expect(JSON.stringify(body)).not.toMatch(/quotes|az role/);
    const record: unknown = JSON.parse(bench.lines[0] ?? '');
    expect(record).toMatchObject({
      outcome: 'failed',
      diagnosis: 'role-missing',
      upstreamStatus: 401,
      upstreamCode: 'PermissionDenied',
      upstreamRequestId: 'apim-2',
    });
    expect(bench.lines[0]).toContain('az role assignment create');
    expect(bench.lines[0]).not.toContain('quotes');
  });

  test('names the wrong setting', async () => {
    const { status, body } = await aBench({ deployment: undefined }).mint();
    expect([status, body]).toEqual([503, expect.objectContaining({ code: 'configuration_unavailable' })]);
    expect(JSON.stringify(body)).toContain('realtime:deployment is not set');
  });

  test('has a Retry-After when the identity gives no token', async () => {
    const bench = aBench();
    bench.identity.failure = new Error('no identity');
    const { status, headers, body } = await bench.mint();
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(body).toMatchObject({ code: 'credential_unavailable' });
  });
});
