/** The emulator beside the recording: this is what makes it a stand-in and not an invention. */
import OpenAI from 'openai';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { COGNITIVE_SERVICES, identityToken, mint, type RawAnswer } from './clients.ts';
import { RECORDED_ANSWER, RECORDED_HEADERS, RECORDED_REQUEST } from './recorded-mint.ts';

/** Headers of the connection, which Node writes, and `date`, which the recording had stripped. */
const TRANSPORT_HEADERS = ['connection', 'content-length', 'date', 'keep-alive'];

/** The shape of a value: member names in order, and the type of each leaf. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([name, member]) => [name, shapeOf(member)]);
}

describe('the mint beside the recording of Azure', () => {
  let azure: EmulatedAzure;
  let answer: RawAnswer;
  beforeAll(async () => {
    azure = await startTestAzure();
    answer = await mint(azure, RECORDED_REQUEST);
  });
  afterAll(() => azure.stop());

  test('it answers 200 with the same members in the same order and of the same types', () => {
    expect(answer.status).toBe(200);
    expect(shapeOf(JSON.parse(answer.body))).toEqual(shapeOf(RECORDED_ANSWER));
  });

  test('the session is the recorded one, except for its id', () => {
    const { session } = JSON.parse(answer.body);
    expect({ ...session, id: RECORDED_ANSWER.session.id }).toEqual(RECORDED_ANSWER.session);
  });

  test('it has the recorded headers and no others', () => {
    const names = Object.keys(answer.headers).filter((name) => !TRANSPORT_HEADERS.includes(name));
    expect(names.sort()).toEqual([...RECORDED_HEADERS].sort());
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['openai-version']).toBe('2020-10-01');
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains; preload');
    expect(answer.headers['apim-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a secret is ek_ and at least 32 URL-safe characters, a session id is sess_ and 21 alphanumerics', () => {
    const { value, session } = JSON.parse(answer.body);
    expect(value).toMatch(/^ek_[A-Za-z0-9_-]{32,}$/);
    expect(session.id).toMatch(/^sess_[A-Za-z0-9]{21}$/);
  });

  test('a secret asked for without a lifetime lives 7200 seconds, as recorded', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { expires_at } = JSON.parse((await mint(azure, RECORDED_REQUEST)).body);
    expect(expires_at - before).toBeGreaterThanOrEqual(7200);
    expect(expires_at - before).toBeLessThanOrEqual(7210);
  });

  test('two mints share neither secret nor session', async () => {
    const other = JSON.parse((await mint(azure, RECORDED_REQUEST)).body);
    const first = JSON.parse(answer.body);
    expect(other.value).not.toBe(first.value);
    expect(other.session.id).not.toBe(first.session.id);
  });

  test('OpenAI’s own client mints here with the identity’s token', async () => {
    const client = new OpenAI({
      baseURL: `${azure.urls.openai}/openai/v1`,
      apiKey: await identityToken(azure, COGNITIVE_SERVICES),
      maxRetries: 0,
    });
    const secret = await client.realtime.clientSecrets.create({
      expires_after: { anchor: 'created_at', seconds: 60 },
      session: { type: 'realtime', model: 'gpt-realtime-mini' },
    });
    expect(secret.value).toMatch(/^ek_/);
    expect(secret.session.type).toBe('realtime');
  });
});
