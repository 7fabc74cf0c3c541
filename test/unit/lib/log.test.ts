import * as fc from 'fast-check';
import { rankOfStderr } from '../../../local/host/log-collector.ts';
import { createConsoleLog, createLog } from '../../../src/lib/log.ts';
import { forAll } from '../../support/property.ts';

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

describe('what is logged outside of an invocation', () => {
  const LEVELS = ['warn', 'error'] as const;
  const RANKS = { warn: 'warning', error: 'error' } as const;

  test.each(['info', 'warn', 'error'] as const)('says its level in the line: %s', (level) => {
    const writer = aWriter();
    createConsoleLog(writer)[level]({ event: 'settings_unusable', reason: 'store_not_named' });
    const [[written, line] = ['', '']] = writer.lines;
    expect(written).toBe(level);
    expect(JSON.parse(line)).toEqual({ event: 'settings_unusable', reason: 'store_not_named', level });
  });

  test('is ranked as what it is, whatever words stand in it, and says the same as before', () => {
    const word = fc.constantFrom('warn', 'Warning', 'WARN', '\\warn', '"warn"', 'error', 'fail', 'severe', 'fine', 'é');
    const text = fc.array(fc.oneof(word, fc.string())).map((words) => words.join(' '));
    forAll(
      fc.property(fc.constantFrom(...LEVELS), fc.dictionary(text, text), text, (level, facts, event) => {
        const writer = aWriter();
        createConsoleLog(writer)[level]({ ...facts, event });
        const line = writer.lines[0]?.[1] ?? '';
        expect(rankOfStderr(line)).toBe(RANKS[level]);
        const plain = aWriter();
        createLog(plain)[level]({ ...facts, event, level });
        expect(JSON.parse(line)).toEqual(JSON.parse(plain.lines[0]?.[1] ?? ''));
      }),
    );
  });

  test('writes no secret', () => {
    const writer = aWriter();
    createConsoleLog(writer).error({ event: 'x', value: 'ek_canary0123456789', warn: 'ek_canary0123456789' });
    expect(JSON.stringify(writer.lines)).not.toMatch(/canary|ek_/);
  });
});
