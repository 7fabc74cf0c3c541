import { PROBLEMS } from '../../../src/problems/all-problems.ts';
import { aLackOf, aRefusalOf, REFUSALS, respond } from './refusals.ts';

const REGISTERED: Readonly<Record<string, string>> = {
  quota_exceeded: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
};

test('every code has a refusal', () => {
  expect(new Set(REFUSALS.map(([code]) => code))).toEqual(new Set(Object.keys(PROBLEMS)));
});

describe.each(REFUSALS)('the refusal %s %d, retry %j: %j', (code, status, retry, refusal) => {
  const answer = respond(refusal);

  test('is a problem document that the OpenAI SDKs can read too', () => {
    const { headers, body } = answer;
    expect(answer.status).toBe(status);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({
      title: PROBLEMS[code].title,
      status,
      instance: 'urn:request:request-1',
      code,
      error: { code, type: PROBLEMS[code].type, message: body['detail'] },
    });
    expect(body['type']).toBe(REGISTERED[code] ?? `/api/problems/${body['diagnosis'] ?? code}`);
    expect(String(body['detail'])).toMatch(/\.$/);
  });

  test('says when and whether to try again, and that it may come again where it is 429 or 503', () => {
    const { headers } = answer;
    const shouldRetry = headers.get('x-should-retry');
    expect([null, 'false']).toContain(shouldRetry);
    const told = [headers.get('retry-after'), shouldRetry === null ? null : 'no'].filter((one) => one !== null);
    expect(told.join(' ')).toBe(retry);
    expect(headers.has('retry-after')).toBe(status === 429 || status === 503);
  });

  test('has a challenge exactly when another token could mend it', () => {
    expect(answer.headers.has('www-authenticate')).toBe(status === 401 || code === 'insufficient_scope');
  });
});

describe('the challenge (RFC 6750)', () => {
  test('has no error attribute when there was no token', () => {
    expect(respond({ reason: 'token_missing' }).headers.get('www-authenticate')).toBe(
      'Bearer realm="realtime-token-endpoint"',
    );
  });

  test('says invalid_token and what is wrong with it', () => {
    const { headers, body } = respond({ reason: 'token_invalid', flaw: 'expired' });
    expect(headers.get('www-authenticate')).toBe(
      'Bearer realm="realtime-token-endpoint", error="invalid_token", error_description="The token has expired"',
    );
    expect(body['detail']).toBe('The token has expired. Get a new access token for this API and try again.');
  });

  test.each([
    'access_as_user',
    'gcn.nasa.gov/circular-submitter',
    'https://api.example.com/x',
    "!#$%&'()*+,/:;<=>?@[]^`{|}~",
  ])('says insufficient_scope and which one: %s', (scope) => {
    expect(respond(aLackOf({ scope })).headers.get('www-authenticate')).toBe(
      `Bearer realm="realtime-token-endpoint", error="insufficient_scope", scope="${scope}"`,
    );
  });

  test('names no scope where only a role is configured', () => {
    expect(respond(aLackOf({ scope: undefined })).headers.get('www-authenticate')).toBe(
      'Bearer realm="realtime-token-endpoint", error="insufficient_scope"',
    );
  });

  test('keeps the operator’s hint from the caller', () => {
    const { headers, body } = respond({ reason: 'token_invalid', flaw: 'issuer', hint: 'requestedAccessTokenVersion' });
    expect(JSON.stringify([body, ...headers])).not.toContain('requestedAccessTokenVersion');
  });
});

describe('a problem of the body', () => {
  test('points at each member and gives the first as param', () => {
    const findings = [
      { pointer: '/model', message: 'is not a member that exists here', unknownMember: true },
      { pointer: '/tools', message: 'is not a member that exists here', unknownMember: true },
    ];
    const { body } = respond({ reason: 'not_permitted', findings });
    expect(body).toMatchObject({ pointers: ['/model', '/tools'], error: { param: '/model' } });
    expect(body['detail']).toContain(
      '/model is not a member that exists here. /tools is not a member that exists here.',
    );
  });
});

describe('a problem of the settings', () => {
  test('names every wrong key', () => {
    const problems = [
      { key: 'realtime:endpoint', problem: 'is not set' },
      { key: 'realtime:secretSeconds', problem: 'must be at least 10' },
    ];
    expect(respond({ reason: 'settings_invalid', problems }).body['detail']).toContain(
      'realtime:endpoint is not set. realtime:secretSeconds must be at least 10.',
    );
  });

  test('names the variable that is not set', () => {
    expect(respond({ reason: 'store_not_named' }).body['detail']).toContain('AZURE_APPCONFIGURATION_ENDPOINT');
  });

  test('does not tell a caller how the store failed', () => {
    const { body } = respond({ reason: 'store_unavailable', status: 403, cause: 'RestError' });
    expect(JSON.stringify(body)).not.toMatch(/RestError|403/);
  });
});

describe('a problem of Azure’s', () => {
  test('carries the diagnosis, its page, and the id that Azure’s support asks for', () => {
    const facts = { status: 404, errorCode: undefined, param: undefined, requestId: 'apim-1', region: undefined };
    const { headers, body } = respond({ ...aRefusalOf({ kind: 'answered', code: 'DeploymentNotFound' }), facts });
    expect(body).toMatchObject({ diagnosis: 'deployment-not-found', type: '/api/problems/deployment-not-found' });
    expect(headers.get('apim-request-id')).toBe('apim-1');
  });

  const answered = (status: number, retryAfterSeconds?: number) => {
    const facts = { status, errorCode: undefined, param: undefined, requestId: undefined, region: undefined };
    const { headers } = respond({ ...aRefusalOf({ kind: 'answered', status }), facts, retryAfterSeconds });
    return [headers.get('retry-after'), headers.get('x-should-retry')];
  };

  test.each([
    [59, '59', null],
    [60, '60', null],
    [61, '60', 'false'],
    [86_400, '60', 'false'],
  ])(
    'passes on a wait of %d s as %s, with x-should-retry %j: nobody is told more, and an SDK is not to try it out',
    (asked, told, retry) => {
      expect(answered(429, asked)).toEqual([told, retry]);
    },
  );

  test.each([300, 400, 401, 403, 404, 408, 409, 410, 422, 429, 500, 501, 502, 503, 504, 529])(
    'passes on the wait of a %d, whatever the entry, and may be repeated then',
    (status) => {
      expect(answered(status, 15)).toEqual(['15', null]);
    },
  );

  test.each([
    [null, [408, 409, 425, 429, 500, 502, 503, 504, 507, 529]],
    ['false', [300, 400, 401, 403, 404, 410, 413, 422, 431, 501, 505]],
  ])('says x-should-retry %j without a wait by the status: %j', (retry, statuses) => {
    for (const status of statuses) expect([status, answered(status)[1]]).toEqual([status, retry]);
  });

  test('of money says nothing about waiting, whatever the status, and that trying again is no use', () => {
    const facts = { status: 429, errorCode: undefined, param: undefined, requestId: undefined, region: undefined };
    const refusal = aRefusalOf({ kind: 'answered', status: 429, code: 'insufficient_quota' });
    const { status, headers, body } = respond({ ...refusal, facts });
    expect([status, body['code'], body['diagnosis']]).toEqual([502, 'upstream_rejected', 'insufficient-quota']);
    expect([headers.get('retry-after'), headers.get('x-should-retry')]).toEqual([null, 'false']);
  });

  test('that another request has met is told with what is left, and without that request’s id', () => {
    const facts = { status: 503, errorCode: undefined, param: undefined, requestId: 'apim-1', region: undefined };
    const first = { ...aRefusalOf({ kind: 'answered', status: 503 }), facts, retryAfterSeconds: 30 };
    const { status, headers, body } = respond({ reason: 'not_yet', refusal: first, waitSeconds: 12 });
    expect([status, body['code'], body['diagnosis']]).toEqual([502, 'upstream_error', 'azure-failed']);
    expect([headers.get('retry-after'), headers.get('apim-request-id')]).toEqual(['12', null]);
  });

  test('is 503 when Azure is at capacity and this caller is not the cause', () => {
    const { status, headers } = respond(aRefusalOf({ kind: 'answered', status: 429, message: 'high demand' }));
    expect([status, headers.get('retry-after')]).toEqual([503, '10']);
  });
});
