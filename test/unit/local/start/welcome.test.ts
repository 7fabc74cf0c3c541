import { formatWelcome } from '../../../../local/start/welcome.ts';

const welcome = {
  pageUrl: 'http://localhost:3000',
  endpoint: 'http://localhost:7071/api',
  hostName: 'Functions (bundle harness)',
  urls: {
    identity: 'http://127.0.0.1:7080',
    issuer: 'http://127.0.0.1:7081',
    appConfiguration: 'https://127.0.0.1:7082',
    openai: 'http://127.0.0.1:7083',
    control: 'http://127.0.0.1:7084',
    storage: 'http://127.0.0.1:7085/devstoreaccount1',
  },
  origins: [],
};
const text = formatWelcome(welcome);

describe('what npm start prints', () => {
  test('begins with where to open the playground', () => {
    expect(text.split('\n')[0]).toBe('http://localhost:3000 is the playground: open it and press Talk.');
  });

  test('is a request that works when pasted: each command is one line without indentation', () => {
    expect(text).toContain('\nTOKEN=$(curl -s -X POST http://127.0.0.1:7084/caller-token)\n');
    expect(text).toMatch(
      /\ncurl .*http:\/\/localhost:7071\/api\/realtime\/client_secrets -H "Authorization: Bearer \$TOKEN".*\n/,
    );
  });

  test('has a form for PowerShell', () => {
    expect(text).toContain('\n$token = Invoke-RestMethod -Method Post http://127.0.0.1:7084/caller-token\n');
  });

  test('says where each part is, aligned', () => {
    const columns = text.split('\n').flatMap((line) => (/^ {2}\S/.test(line) ? [line.search(/https?:/)] : []));
    expect(columns).toHaveLength(7);
    expect(new Set(columns).size).toBe(1);
  });

  test('names the option for a page of one’s own', () => {
    expect(text).toContain('\nA page of your own: npm start -- --origin http://localhost:5173\n');
  });

  test('is three lines to paste into the page of a listed origin', () => {
    const listed = formatWelcome({ ...welcome, origins: ['http://localhost:5173'] });
    expect(listed).toContain('http://localhost:5173 may call the endpoint.');
    expect(listed).toContain(
      [
        "import { createCall } from 'realtime-token-client';",
        "const getToken = async () => (await fetch('http://127.0.0.1:7084/caller-token', { method: 'POST' })).text();",
        "const call = createCall({ endpoint: 'http://localhost:7071/api', getToken });",
      ].join('\n'),
    );
  });

  test('has no colours', () => {
    expect(text).not.toContain('\u001b');
  });
});
