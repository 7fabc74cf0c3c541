/** The experiments tell how an Azure behaves, whichever way it does, and their report says nothing of whose it is. */
import * as fc from 'fast-check';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { ACCOUNT_NAME } from '../../local/azure/foundation/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { parseEndpoint } from '../../src/realtime/endpoint.ts';
import { askUpgrade } from '../../tools/doctor/ask-upgrade.ts';
import { seen } from '../../tools/doctor/look.ts';
import { createDisclosure } from '../../tools/doctor/verify/disclosure.ts';
import { createLab, type LabParts } from '../../tools/doctor/verify/lab.ts';
import { runExperiments } from '../../tools/doctor/verify/verify.ts';
import { verifyReport } from '../../tools/doctor/verify/verify-report.ts';
import { until } from '../calls/until.ts';
import { unwrap } from '../support/result.ts';
import { startTestAzure } from '../support/start-test-azure.ts';
import { type } from './support/doctor-command.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterAll(() => azure.stop());
afterEach(() => azure.switches.reset());

const DAY = new Date('2026-11-28T00:00:00Z');

const tokens = new Map<string, string>();
/** As the operator of this machine, whose az gives the tokens. */
const credential: LabParts['credential'] = {
  async getToken(scopes) {
    const resource = String(scopes).replace('/.default', '');
    const ask = `az account get-access-token --resource ${resource} --query accessToken -o tsv`;
    const token = tokens.get(resource) ?? (await type(azure, ask)).stdout.trim();
    tokens.set(resource, token);
    return { token, expiresOnTimestamp: Date.now() + 60_000 };
  },
};

async function reportOf(parts: Partial<LabParts> = {}): Promise<string> {
  const lab = createLab({
    endpoint: unwrap(parseEndpoint(azure.urls.openai)),
    deployment: 'gpt-realtime-mini',
    model: 'gpt-realtime-mini',
    scope: 'https://cognitiveservices.azure.com/.default',
    requestsPerMinute: 1_000,
    otherDeployment: 'gpt-realtime-chat',
    disclosure: createDisclosure([azure.urls.openai, ACCOUNT_NAME]),
    credential,
    fetch,
    askUpgrade,
    ...parts,
  });
  return verifyReport(await runExperiments(lab), DAY);
}

const lineOf = (report: string, id: string): string =>
  report.split('\n').find((line) => line.includes(`(\`${id}\`)`)) ?? '';

test.each([
  ['token-scopes', 'mint.audiences', 'cognitiveservices'],
  ['token-scopes', 'mint.audiences', 'ai'],
  ['token-scopes', 'mint.audiences', 'ai-masks-deployment'],
  ['default-lifetime', 'mint.defaultSeconds', '600'],
  ['unknown-deployment', 'mint.unknownDeployment', 'OpperationNotSupported'],
  ['wrong-model', 'mint.wrongModelSpelling', 'OperationNotSupported'],
  ['session-type', 'mint.sessionTypeError', 'missing_required_parameter'],
  ['api-version', 'mint.apiVersion', '400'],
  ['api-version', 'mint.apiVersion', '401'],
  ['api-version', 'mint.apiVersion', 'ignored'],
  ['rate-limit-headers', 'mint.rateLimitHeaders', 'on'],
  ['service-headers', 'mint.serviceHeaders', 'on'],
  ['calls-preflight', 'calls.preflight', 'echo'],
  ['calls-preflight', 'calls.preflight', 'refused'],
  ['calls-credential', 'calls.credentialRefusal', 'ephemeral-tokens'],
  ['calls-credential', 'calls.credentialRefusal', 'ephemeral-authentication'],
  ['calls-secret', 'calls.secretRefusal', 'ephemeral-required'],
  ['calls-error-cors', 'calls.errorCors', 'off'],
  ['hang-up-right', 'calls.hangupIdentity', 'refused'],
  ['sideband-own-call', 'calls.sideband', 'hidden'],
])('%s: an Azure whose %s is %s contradicts, and its switch is named', async (id, name, value) => {
  const asAssumed = lineOf(await reportOf(), id);
  azure.switches.set(name, value);
  const line = lineOf(await reportOf(), id);
  expect(asAssumed).toMatch(/\| confirmed: /);
  expect(line).toContain('**contradicted**');
  expect(line).toContain(`\`${name}\``);
  expect(line).toContain(`\`${value}\` it is`);
});

const live: LabParts['live'] = { deployment: 'gpt-live', roles: async () => seen([ROLES.openAiUser.roleName]) };
/** Nobody connects to a session of an experiment, so it is there for a while. */
const MANY_SESSIONS = 500;

test.each([
  ['live-create', 'live.createStatus', '200'],
  ['live-id', 'live.id', 'sess'],
  ['live-data-channel', 'live.openaiMembers', 'refused'],
  ['live-attach', 'live.attachConnecting', '101'],
  ['live-hang-up', 'live.hangup', 'normal'],
])('%s: an Azure whose %s is %s contradicts, and its switch is named', async (id, name, value) => {
  azure.switches.set('live.concurrency', MANY_SESSIONS);
  const asAssumed = lineOf(await reportOf({ live }), id);
  azure.switches.set(name, value);
  const line = lineOf(await reportOf({ live }), id);
  expect(asAssumed).toMatch(/\| confirmed: /);
  expect(line).toContain('**contradicted**');
  expect(line).toContain(`\`${name}\``);
  expect(line).toContain(`\`${value}\` it is`);
});

test('a session whose sideband is taken is closed over it, because it is billed by the second', async () => {
  azure.switches.set('live.concurrency', MANY_SESSIONS);
  azure.switches.set('live.attachConnecting', '101');
  const before = azure.calls.ended().length;
  await reportOf({ live });
  await until(
    () =>
      azure.calls
        .ended()
        .slice(before)
        .some(({ by }) => by === 'close_requested'),
    () => JSON.stringify(azure.calls.ended()),
  );
});

test('a hang-up of a call of its own ends it, and the report says how soon', async () => {
  expect(lineOf(await reportOf(), 'hang-up-own-call')).toMatch(/\| ended: 200; gone after [0-4] s \| confirmed/);
});

test('an identity that may not hang up is told by its own call too', async () => {
  azure.switches.set('calls.hangupIdentity', 'refused');
  expect(lineOf(await reportOf(), 'hang-up-own-call')).toMatch(
    /\| refused: 401[^|]*; Microsoft\.CognitiveServices\/[^|]+\| \*\*contradicted\*\*/,
  );
});

describe('what counts against the requests per minute', () => {
  test('is told by a 429', async () => {
    azure.switches.set('mint.error', 'call-quota');
    expect(lineOf(await reportOf(), 'mint-counts')).toMatch(/\| counts: 429 after 0 mints \| confirmed/);
  });

  test('is told by more mints than the limit gives, of which none is refused', async () => {
    const line = lineOf(await reportOf({ requestsPerMinute: 3 }), 'mint-counts');
    expect(line).toMatch(/\| does not count: \d+ mints at 3 requests a minute, and no 429 \| \*\*contradicted\*\*/);
  });

  test('stays open where neither was seen', async () => {
    expect(lineOf(await reportOf(), 'mint-counts')).toMatch(/^- .*are within 1000 requests a minute\.$/);
  });
});

test('a secret that lives longer than it was asked for is not honoured, and no call begins', async () => {
  azure.switches.set('mint.answer', 'lifetime-7200');
  expect(lineOf(await reportOf(), 'lifetime-bounds')).toMatch(/\| not honoured inside, .*\*\*contradicted\*\*/);
});

/** Names that are no word of anybody's, in letters only, so that they could pass for one of Azure's. */
const name = fc.stringMatching(/^zq[a-z]{3,12}$/);
const status = fc.constantFrom(200, 201, 400, 401, 403, 404, 410, 429, 500);

test('whatever Azure answers, the report has no name, id, host, token or secret of the account', async () => {
  const answer = fc.record({ status, isNested: fc.boolean(), where: fc.array(fc.nat(7), { maxLength: 4 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ account: name, deployment: name, person: fc.uuid(), answers: fc.array(answer, { minLength: 1 }) }),
      async ({ account, deployment, person, answers }) => {
        const own = [account, deployment, person];
        const secret = `ek_${account}`;
        let asked = 0;
        const send: typeof fetch = async () => {
          const {
            status: said,
            isNested,
            where,
          } = answers[asked++ % answers.length] ?? { status: 500, isNested: true, where: [] };
          const put = (at: number, text: string) => (where.includes(at) ? `${text}${own[at % own.length]}` : text);
          const error = {
            code: put(0, 'Deployment'),
            message: `${put(1, 'The principal ')} lacks the required data action ${put(2, 'Microsoft.CognitiveServices/accounts/')} of ${account}`,
          };
          const body = {
            ...(isNested ? { error } : error),
            value: secret,
            expires_at: 1,
            session: { model: put(3, deployment), id: person },
          };
          const headers = {
            [`x-${put(4, 'any').replace(/[^a-z-]/g, '')}`]: account,
            location: `/${deployment}/rtc_${account}`,
            'access-control-allow-headers': `authorization,content-type,x-${account}`,
            'apim-request-id': person,
          };
          return new Response(JSON.stringify(body), { status: said, headers });
        };
        const report = await reportOf({
          endpoint: unwrap(parseEndpoint(`https://${account}.openai.azure.com`)),
          deployment,
          otherDeployment: `${deployment}x`,
          disclosure: createDisclosure([`https://${account}.openai.azure.com`, ...own]),
          credential: { getToken: async () => ({ token: `eyJ${account}`, expiresOnTimestamp: Date.now() + 60_000 }) },
          fetch: send,
          askUpgrade: async () => answers[0]?.status ?? 404,
          live: { ...live, deployment: `${deployment}y` },
        });
        for (const text of [...own, secret, '.openai.azure.com', 'eyJ', 'https:']) expect(report).not.toContain(text);
      },
    ),
    { numRuns: 60 },
  );
});
