import { formatLogLine } from '../../../../local/start/log-line.ts';

function aLog(category: string, message: string, level = 'information') {
  return formatLogLine({ time: '2026-11-23T12:00:00.000Z', level, category, message });
}

describe('a line for whoever watches npm start', () => {
  test('shows a request by its status, path and duration', () => {
    expect(aLog('Host.Http', 'POST /api/realtime/client_secrets 200 12 ms')).toMatch(
      /^\d\d:\d\d:\d\d {2}200 {2}POST \/api\/realtime\/client_secrets {2}12 ms$/,
    );
  });

  test('leaves out probes that went well, and shows those that did not', () => {
    expect(aLog('Host.Http', 'GET /api/readyz 200 1 ms')).toBeUndefined();
    expect(aLog('Host.Http', 'HEAD /api/healthz 200 1 ms')).toBeUndefined();
    expect(aLog('Host.Http', 'GET /api/readyz 503 1 ms')).toContain('503');
  });

  test('leaves out what a function says in passing, and shows its warnings and errors', () => {
    expect(aLog('mint.Invocation', 'fine')).toBeUndefined();
    expect(aLog('mint.Invocation', 'slow', 'warning')).toContain('warning  slow');
    expect(aLog('Function.mint', 'broken', 'error')).toContain('error  broken');
  });

  test('shows why Azure said no as ranked causes and not as JSON', () => {
    const record = {
      event: 'mint',
      code: 'deployment_not_realtime',
      diagnosis: 'deployment-not-realtime',
      causes: [{ cause: 'A chat model.', check: { run: 'az …' }, fix: { say: '…' } }, { cause: 'A model’s name.' }],
    };
    const shown = aLog('client_secrets.Invocation', JSON.stringify(record), 'error') ?? '';
    expect(shown.split('\n').map((line) => line.trim())).toEqual([
      expect.stringContaining('error  deployment_not_realtime, diagnosis deployment-not-realtime.'),
      '1. A chat model.',
      '2. A model’s name.',
      'Checks and fixes: /api/problems/deployment-not-realtime',
    ]);
  });

  test('shows what the app prints itself', () => {
    expect(aLog('stdout', 'plain')).toContain('stdout  plain');
    expect(aLog('stderr', 'plain')).toContain('stderr  plain');
    expect(aLog('stderr', '{"level":"error"}', 'error')).toContain('error  {"level":"error"}');
  });
});
