import { toProblem } from '../../../src/problems/problem.ts';
import { PROBLEMS, type ProblemCode } from '../../../src/problems/problem-codes.ts';
import { aLackOf, aRefusalOf, refusals } from '../../support/refusals.ts';
import { respond } from '../../support/respond.ts';

/** Written here once more, from the contract: a caller’s program depends on these. */
const STATUSES: Readonly<Record<ProblemCode, readonly number[]>> = {
  token_missing: [401],
  token_invalid: [401],
  insufficient_scope: [403],
  caller_revoked: [403],
  issuer_unavailable: [503],
  invalid_json: [400],
  invalid_request: [422],
  not_permitted: [422],
  body_too_large: [413],
  length_required: [411],
  unsupported_media_type: [415],
  invalid_offer: [400],
  not_found: [404],
  profile_invalid: [503],
  relay_required: [403],
  quota_exceeded: [429],
  quota_unavailable: [503],
  configuration_unavailable: [503],
  credential_unavailable: [503],
  internal_error: [500],
  upstream_auth: [502],
  deployment_not_found: [502],
  deployment_not_realtime: [502],
  upstream_rejected: [502],
  offer_refused: [422],
  upstream_rate_limited: [429, 503],
  upstream_error: [502],
  upstream_timeout: [504],
  upstream_invalid_response: [502],
};
const REGISTERED: Readonly<Record<string, string>> = {
  quota_exceeded: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
};
const FINAL: readonly string[] = [
  'profile_invalid',
  'quota_exceeded',
  'upstream_auth',
  'deployment_not_found',
  'deployment_not_realtime',
  'upstream_rejected',
  'offer_refused',
  'upstream_invalid_response',
];

describe('every refusal', () => {
  test('is one of the codes, and every code has a refusal', () => {
    expect(new Set(refusals.map((refusal) => toProblem(refusal).code))).toEqual(new Set(Object.keys(PROBLEMS)));
    expect(Object.keys(STATUSES).sort()).toEqual(Object.keys(PROBLEMS).sort());
  });

  test.each(refusals.map((refusal) => [toProblem(refusal).code, refusal] as const))(
    'is a problem document that the OpenAI SDKs can read too: %s %j',
    (code, refusal) => {
      const { status, headers, body } = respond(refusal);
      expect(STATUSES[code]).toContain(status);
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
    },
  );

  test.each(refusals.map((refusal) => [toProblem(refusal).code, refusal] as const))(
    'has a Retry-After exactly when it is 429 or 503: %s %j',
    (_code, refusal) => {
      const { status, headers } = respond(refusal);
      expect(headers.has('retry-after')).toBe(status === 429 || status === 503);
    },
  );

  test.each(refusals.map((refusal) => [toProblem(refusal).code, refusal] as const))(
    'says x-should-retry: false exactly where a retry cannot mend it or comes too early: %s %j',
    (code, refusal) => {
      const { headers } = respond(refusal);
      const waitsLong = refusal.reason === 'upstream' && (refusal.retryAfterSeconds ?? 0) > 60;
      const comesBack = refusal.reason === 'quota_exceeded' && refusal.inFlight;
      const isFinal = FINAL.includes(code) && !comesBack;
      expect(headers.get('x-should-retry')).toBe(isFinal || waitsLong ? 'false' : null);
    },
  );

  test.each(refusals.map((refusal) => [toProblem(refusal).code, refusal] as const))(
    'has a challenge exactly when another token could mend it: %s %j',
    (code, refusal) => {
      const { status, headers } = respond(refusal);
      expect(headers.has('www-authenticate')).toBe(status === 401 || code === 'insufficient_scope');
    },
  );
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
