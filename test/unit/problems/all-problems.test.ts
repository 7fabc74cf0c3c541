import { PROBLEMS, problemsOf } from '../../../src/problems/all-problems.ts';
import type { ProblemDefinition } from '../../../src/problems/problem-definition.ts';

const definitions = Object.entries<ProblemDefinition>(PROBLEMS);

describe('the table of problems', () => {
  test.each(definitions)('%s is snake_case, and says what happened and what to do', (code, definition) => {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(definition.title).toMatch(/^[A-Z].*[^.]$/);
    expect(definition.detail).toMatch(/\.$|>$/);
    expect(definition.cause).toMatch(/\.$|\?$/);
  });

  test.each(definitions)('%s avoids the statuses that SDKs retry as if nothing had happened', (_code, { status }) => {
    expect([408, 409]).not.toContain(status);
  });

  test.each(definitions)('%s never blames a caller’s token for Azure’s refusal', (code, { status, type }) => {
    if (type === 'upstream_error') expect([401, 403]).not.toContain(status);
    else expect(code).not.toMatch(/^upstream_|^deployment_not_/);
  });

  test.each(definitions)('%s names neither host nor tenant', (_code, definition) => {
    expect(JSON.stringify(definition)).not.toMatch(/https?:\/\/|\.azure\.com/);
  });
});

describe('an operation', () => {
  const [mint, relay] = [problemsOf('client_secrets'), problemsOf('calls')];

  test('lists what it can answer with: the mint and the relay nearly the same', () => {
    expect(mint.filter((code) => !relay.includes(code))).toEqual(['relay_required']);
    expect(relay.filter((code) => !mint.includes(code))).toEqual([
      'invalid_offer',
      'calls_exceeded',
      'deployment_full',
      'leash_unavailable',
      'offer_refused',
    ]);
  });

  test.each([
    ['problems', ['not_found', 'internal_error']],
    ['healthz', ['internal_error']],
    ['readyz', ['internal_error']],
    ['openapi', ['internal_error']],
  ])('%s lists no refusal that it has no reason for', (operation, codes) => {
    expect(problemsOf(operation)).toEqual(codes);
  });

  test('is there for each code', () => {
    const answered = new Set(
      ['client_secrets', 'calls', 'live_sessions', 'call_hangup', 'problems'].flatMap(problemsOf),
    );
    expect([...answered].sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});
