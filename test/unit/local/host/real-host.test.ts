/** What Azure's worker and host do that a Node server by itself would not: each was seen there, and stands in docs/decisions/function-host.md. */
import type { RunningHost } from '../../../../local/host/start-host.ts';
import { sendRaw } from '../../../support/raw-request.ts';
import { createFixtures } from './fixture.ts';

const source = `
  const methods = ['GET', 'POST'];
  app.http('echo', { methods, handler: async (request) => ({ jsonBody: {
    text: await request.text(), headers: Object.fromEntries(request.headers),
  } }) });
  app.http('read', { methods: ['GET'], handler: async () => ({ body: 'read' }) });
`;
const fixtures = createFixtures();
let host: RunningHost;
beforeAll(async () => {
  host = await fixtures.start(source, { environment: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' } });
});
afterAll(() => fixtures.dispose());

interface Echo {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe('a line on stderr', () => {
  test.each([
    ['{"level":"warn"}', 'warning'],
    ['A Warning about an error', 'warning'],
    ['{"event":"settings_unusable","level":"error"}', 'error'],
    ['It FAILED', 'error'],
    ['Severe weather', 'error'],
    ['{"event":"settings_unusable"}', 'information'],
  ])('is ranked by its wording: %s', async (line, level) => {
    const app = await fixtures.start(
      `app.http('x', { handler: async () => ({}) }); console.error(${JSON.stringify(line)});`,
    );
    await app.stop();
    expect(app.logs).toContainEqual(expect.objectContaining({ category: 'stderr', message: line, level }));
  });

  test('is one of stderr: stdout is information, whatever it says', async () => {
    const app = await fixtures.start(`app.http('x', { handler: async () => ({}) }); console.log('warn, error');`);
    await app.stop();
    expect(app.logs).toContainEqual(expect.objectContaining({ category: 'stdout', level: 'information' }));
  });
});

describe('a request body', () => {
  const inChunks = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
  const post = 'POST /api/echo HTTP/1.1';

  test.each([
    ['a small one', '{"profile":"nosuch"}'],
    ['one that is larger than the host’s limit', 'x'.repeat(1_001)],
  ])('without Content-Length never reaches the function, which sees zero bytes: %s', async (_which, text) => {
    const head = ['Host: localhost', 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const { status, body } = await sendRaw(host.url, post, head, inChunks(text));
    expect(status).toBe(200);
    const seen = JSON.parse(body) as Echo;
    expect(seen.text).toBe('');
    expect(seen.headers).toMatchObject({ 'transfer-encoding': 'chunked', 'content-type': 'application/json' });
  });

  test('with Content-Length reaches it', async () => {
    const { body } = await sendRaw(host.url, post, ['Host: localhost', 'Content-Length: 4'], 'text');
    expect((JSON.parse(body) as Echo).text).toBe('text');
  });
});
