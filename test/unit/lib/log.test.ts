import { createLog } from '../../../src/lib/log.ts';

function aWriter() {
  const lines: (readonly [level: string, line: string])[] = [];
  const write = (level: string) => (line: string) => void lines.push([level, line]);
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}

describe('the log', () => {
  test.each(['info', 'warn', 'error'] as const)('writes one JSON object a line at the level %s', (level) => {
    const writer = aWriter();
    createLog(writer)[level]({ event: 'mint', code: 'upstream_auth', text: 'two\nlines' });
    expect(writer.lines).toHaveLength(1);
    const [[written, line] = ['', '']] = writer.lines;
    expect(written).toBe(level);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({ event: 'mint', code: 'upstream_auth', text: 'two\nlines' });
  });

  test.each([
    ['a client secret', 'ek_canary0123456789'],
    ['a token', 'eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.canary0123456789'],
    ['an SDP password', 'v=0\r\na=ice-pwd:canary0123456789\r\n'],
  ])('writes no %s, wherever in a record it stands', (_what, secret) => {
    const writer = aWriter();
    const log = createLog(writer);
    log.info({ event: 'mint', value: secret });
    log.warn({ event: 'mint', nested: { list: [{ deep: `before ${secret} after` }] } });
    log.error({ event: 'mint', [secret]: true, stack: `Error: ${secret}\n    at file.ts` });
    expect(writer.lines).toHaveLength(3);
    expect(JSON.stringify(writer.lines)).not.toMatch(/canary|ek_|eyJ/);
  });

  test('writes the facts around a secret', () => {
    const writer = aWriter();
    createLog(writer).info({ event: 'mint', value: 'ek_canary', deployment: 'gpt-realtime' });
    expect(JSON.parse(writer.lines[0]?.[1] ?? '')).toEqual({
      event: 'mint',
      value: '[redacted]',
      deployment: 'gpt-realtime',
    });
  });
});
