import { ALL_SWITCHES } from '../../local/azure/all-switches.ts';
import { IDENTITY_OBJECT_ID } from '../../local/azure/foundation/directory.ts';
import { MINT_ERRORS, type MintErrorName } from '../../local/azure/openai/mint-errors.ts';
import { createSwitches } from '../../local/kit/switches.ts';
import { CATALOGUE } from '../../src/diagnosis/recognise.ts';
import { type Answer, type System, startSystem } from './system.ts';

/** Status, code and diagnosis of the answer, and its Retry-After where it has one. */
type Expected = readonly [status: number, code: string, diagnosis: string, retryAfterSeconds?: number];

const ROLE_MISSING: Expected = [502, 'upstream_auth', 'role-missing'];
const NOT_REALTIME: Expected = [502, 'deployment_not_realtime', 'deployment-not-realtime'];
const SESSION_SHAPE: Expected = [502, 'upstream_rejected', 'session-shape'];

const EXPECTED: Readonly<Record<MintErrorName, Expected>> = {
  'permission-denied': ROLE_MISSING,
  'permission-denied-other-identity': ROLE_MISSING,
  'permission-denied-project-scope': ROLE_MISSING,
  'no-data-role': ROLE_MISSING,
  'tenant-mismatch': [502, 'upstream_auth', 'tenant-mismatch'],
  'token-refused': [502, 'upstream_auth', 'token-audience'],
  'key-refused': [502, 'upstream_auth', 'resource-mismatch'],
  'keys-disabled': [502, 'upstream_auth', 'keys-disabled'],
  firewall: [502, 'upstream_auth', 'firewall'],
  'public-access-disabled': [502, 'upstream_auth', 'public-access-disabled'],
  'virtual-network': [502, 'upstream_auth', 'resource-mismatch'],
  'resource-blocked': [502, 'upstream_auth', 'resource-suspended'],
  'deployment-not-found': [502, 'deployment_not_found', 'deployment-not-found'],
  'resource-not-found': [502, 'upstream_rejected', 'path-not-found'],
  'model-retired': [502, 'upstream_rejected', 'model-retired'],
  'model-does-not-exist': [502, 'deployment_not_found', 'deployment-not-found'],
  'unknown-model': [502, 'deployment_not_found', 'deployment-not-found'],
  'invalid-model': NOT_REALTIME,
  'opperation-not-supported': NOT_REALTIME,
  'operation-not-supported': NOT_REALTIME,
  'opperation-not-supported-long': NOT_REALTIME,
  'operation-not-supported-chat': NOT_REALTIME,
  'invalid-session-type': SESSION_SHAPE,
  'invalid-type': SESSION_SHAPE,
  'missing-session-type': SESSION_SHAPE,
  'unknown-parameter': SESSION_SHAPE,
  'missing-tool-choice-name': SESSION_SHAPE,
  'beta-shape-disabled': SESSION_SHAPE,
  'content-filtered': [502, 'upstream_rejected', 'content-filtered'],
  'too-many-headers': [502, 'upstream_rejected', 'request-refused'],
  'operation-timeout': [504, 'upstream_timeout', 'azure-timed-out'],
  'internal-error': [502, 'upstream_error', 'azure-failed'],
  'service-unavailable': [502, 'upstream_error', 'azure-failed', 1],
  'token-quota': [429, 'upstream_rate_limited', 'deployment-rate-limit', 60],
  'call-quota': [429, 'upstream_rate_limited', 'deployment-rate-limit', 1],
  'call-quota-without-header': [429, 'upstream_rate_limited', 'deployment-rate-limit', 1],
  'insufficient-quota': [502, 'upstream_rejected', 'insufficient-quota'],
  'backend-unavailable': [502, 'upstream_error', 'azure-failed', 15],
  'high-demand': [503, 'upstream_rate_limited', 'azure-at-capacity', 20],
  'high-demand-briefly': [503, 'upstream_rate_limited', 'azure-at-capacity', 1],
  'quota-lowered': [429, 'upstream_rate_limited', 'deployment-rate-limit', 1],
};
/** Codes that another attempt cannot mend. */
const FINAL_CODES = ['upstream_auth', 'deployment_not_found', 'deployment_not_realtime', 'upstream_rejected'];
/** What is not the caller's to know: ids of the tenant and its principals, hosts, Azure's subscription and pages. */
const OPERATORS_OWN =
  /7e0a1b2c-|33e01921-|127\.0\.0\.1|localhost|azure\.com|aka\.ms|go\.microsoft|pricing tier|Microsoft\./;
/** Settings older than this are polled at the next request. */
const POLL_MS = 37_000;
const ROWS = Object.entries(EXPECTED) as readonly (readonly [MintErrorName, Expected])[];

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());
afterEach(async () => {
  system.azure.switches.reset();
  // Waits are remembered for a minute at most, and so are a caller's refused attempts.
  await system.advance(60_000);
  await system.mintUntil(200);
});

async function mintAgainst(name: MintErrorName): Promise<Answer> {
  system.azure.switches.set('mint.error', name);
  const answer = await system.mint();
  system.azure.switches.reset();
  return answer;
}

function causeIds(line: Readonly<Record<string, unknown>>): readonly string[] {
  return (line['causes'] as readonly { id: string }[]).map(({ id }) => id);
}

function messageOf(name: MintErrorName): string {
  const body = JSON.parse(MINT_ERRORS[name].body);
  return body.error?.message ?? body.message;
}

test('knows every error that a mint can meet', () => {
  const listed = createSwitches(ALL_SWITCHES)
    .list()
    .find(({ name }) => name === 'mint.error');
  expect(ROWS.map(([name]) => name)).toEqual(listed?.values.filter((value) => value !== 'none'));
});

test.each(ROWS)('answers Azure’s %s with a status, code and diagnosis, and logs its causes', async (name, expected) => {
  const [status, code, diagnosis, retryAfterSeconds] = expected;
  const answer = await mintAgainst(name);

  expect({ status: answer.status, ...answer.json }).toMatchObject({
    status,
    code,
    diagnosis,
    type: `/api/problems/${diagnosis}`,
    error: { code, type: 'upstream_error', message: answer.json['detail'] },
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('retry-after')).toBe(retryAfterSeconds?.toString() ?? null);
  // What Azure asked to wait is more than what the caller is told, and than what an SDK honours.
  const isFinal = FINAL_CODES.includes(code) || name === 'token-quota';
  expect(answer.headers.get('x-should-retry')).toBe(isFinal ? 'false' : null);

  const told = answer.text + JSON.stringify([...answer.headers]);
  expect(told).not.toMatch(OPERATORS_OWN);
  expect(told).not.toContain(messageOf(name));
  expect(system.host.output()).not.toContain(messageOf(name));

  const line = await system.mintLine(answer);
  expect(line).toMatchObject({
    outcome: 'failed',
    code,
    diagnosis,
    upstreamStatus: MINT_ERRORS[name].status,
    upstreamRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(answer.headers.get('apim-request-id')).toBe(line['upstreamRequestId']);
  const causes = CATALOGUE.find(({ id }) => id === diagnosis)?.causes ?? [];
  expect(causeIds(line).toSorted()).toEqual(causes.map(({ id }) => id).toSorted());
});

test.each(['opperation-not-supported', 'operation-not-supported'] as const)(
  'ranks the causes of %s for the operator, the kind of model first, and last the audience that our token has not',
  async (name) => {
    expect(causeIds(await system.mintLine(await mintAgainst(name)))).toEqual([
      'model-of-another-kind',
      'model-of-live',
      'name-of-a-model',
      'region-without-realtime',
      'too-young',
      'model-retired',
      'token-audience',
    ]);
  },
);

test.each<[MintErrorName, Readonly<Record<string, unknown>>, string]>([
  ['permission-denied', { deniedPrincipal: IDENTITY_OBJECT_ID, askedAs: IDENTITY_OBJECT_ID }, 'absent'],
  ['permission-denied-other-identity', { askedAs: IDENTITY_OBJECT_ID }, 'other-identity'],
  ['permission-denied-project-scope', { deniedPrincipal: IDENTITY_OBJECT_ID }, 'project-scope'],
])('tells the operator whom Azure saw at %s, and ranks the causes by it', async (name, facts, first) => {
  const line = await system.mintLine(await mintAgainst(name));
  expect(line).toMatchObject({ deniedAction: expect.stringMatching(/^Microsoft\.CognitiveServices\//), ...facts });
  expect(causeIds(line)[0]).toBe(first);
});

test('tells the operator which model the operation does not work with, where Azure names it', async () => {
  const line = await system.mintLine(await mintAgainst('operation-not-supported-chat'));
  expect(line['mismatchedModel']).toBe('gpt-4o-mini');
});

test('tells the operator, and nobody else, of which tenant the token is that the resource refuses', async () => {
  const line = await system.mintLine(await mintAgainst('tenant-mismatch'));
  expect(line).toMatchObject({
    tokenTenant: expect.stringMatching(/^33e01921-[\da-f-]{27}$/),
    upstreamCode: 'tenant-provided-in-token-does-not-match-resource-token',
  });
  expect(causeIds(line)[0]).toBe('other-tenant');
});

test('tells the operator of a model that is retired which command makes a successor, and not to ask support', async () => {
  const line = await system.mintLine(await mintAgainst('model-retired'));
  expect(JSON.stringify(line['causes'])).toMatch(/deployment create .*--model-version \$VERSION/);
  expect(JSON.stringify(line['causes'])).not.toMatch(/support/);
});

test('serves the page of the diagnosis that a problem links', async () => {
  const { json } = await mintAgainst('opperation-not-supported');
  const page = await system.request(String(json['type']));
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('base model is not a realtime model') });
});

describe('with settings that do not fit the resource', () => {
  afterEach(() => {
    system.azure.settings.set('realtime:deployment', 'gpt-realtime-mini');
    system.azure.settings.delete('realtime:tokenScope');
    return system.advance(POLL_MS);
  });

  /** Takes effect without a restart. */
  async function configure(key: string, value: string): Promise<void> {
    system.azure.settings.set(key, value);
    await system.advance(POLL_MS);
  }

  test.each([
    ['a chat model under a realtime name', 'gpt-realtime-chat'],
    ['a transcription model that calls itself realtime', 'gpt-realtime-whisper'],
    ['a transcription model', 'gpt-4o-mini-transcribe'],
    ['a translation model', 'gpt-realtime-translate'],
  ])('says of a deployment of %s that it is not realtime, in either spelling', async (_what, deployment) => {
    await configure('realtime:deployment', deployment);
    const answer = await system.mintUntil(502);
    expect(answer.json).toMatchObject({ code: 'deployment_not_realtime', diagnosis: 'deployment-not-realtime' });
    expect(answer.text).not.toContain(deployment);

    system.azure.switches.set('mint.wrongModelSpelling', 'OperationNotSupported');
    expect((await system.mint()).json).toMatchObject({ code: 'deployment_not_realtime' });
  });

  test.each([
    ['that is minutes old', 'gpt-realtime-fresh'],
    ['whose name is its model’s', 'gpt-4o'],
  ])('says of a deployment %s what Azure says of it: not found, or not realtime', async (_what, deployment) => {
    await configure('realtime:deployment', deployment);
    const answer = await system.mintUntil(502);
    expect(answer.json).toMatchObject({ code: 'deployment_not_found', diagnosis: 'deployment-not-found' });

    system.azure.switches.set('mint.unknownDeployment', 'OpperationNotSupported');
    expect((await system.mint()).json).toMatchObject({ code: 'deployment_not_realtime' });
  });

  test('tells a token for an audience that the resource does not take apart from a missing role', async () => {
    system.azure.switches.set('mint.audiences', 'ai');
    expect((await system.mint()).json).toMatchObject({ code: 'upstream_auth', diagnosis: 'token-audience' });

    await configure('realtime:tokenScope', 'https://ai.azure.com/.default');
    await system.mintUntil(200);
  });

  test('takes the audience that hides a deployment for what Azure says: not realtime', async () => {
    system.azure.switches.set('mint.audiences', 'ai-masks-deployment');
    await configure('realtime:tokenScope', 'https://ai.azure.com/.default');
    const { json } = await system.mintUntil(502);
    expect(json).toMatchObject({ code: 'deployment_not_realtime', diagnosis: 'deployment-not-realtime' });
  });
});
