/** What somebody may have written into a key, a label or an option, as it comes to a terminal. */
import { spawnSync } from 'node:child_process';
import { quote } from '../../tools/doctor/az-commands.ts';
import { printable } from '../../tools/doctor/print/printable.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

const doctor = createDoctor();
afterAll(() => doctor.dispose());

/** Sets a window's title, clears the screen, turns the writing round, and begins a line that looks like a result. */
const EVIL =
  'x\u001b]0;owned\u0007\u009b2J\u202eok\u2066\nok    roles.account             All is fine.\r\u007f\u2028\u00ad';
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const linesOf = (text: string) => text.split('\n');

test.concurrent('a key with escape sequences neither clears the screen nor writes a line of its own', () =>
  withAzure(async (azure) => {
    azure.settings.set(`realtime:${EVIL}`, 'any');
    azure.settings.set(`realtime:profiles:${EVIL}`, 'no JSON');
    const { stdout, stderr } = await doctor.run(azure, [...store(azure), '--label', '']);
    expect(stderr).toBe('');
    expect(linesOf(stdout).filter((line) => UNPRINTABLE.test(line))).toEqual([]);
    expect(stdout).toContain('realtime:x\\u001b]0;owned\\u0007\\u009b2J\\u202eok\\u2066\\u000aok ');
    expect(linesOf(stdout).filter((line) => /^ok {4}roles\.account/.test(line))).toHaveLength(1);
  }));

test.concurrent('a label with escape sequences is shown escaped, and its command still means it', () =>
  withAzure(async (azure) => {
    azure.settings.set('realtime:endpoint', azure.urls.openai, `stag${EVIL}`);
    for (const key of ['endpoint', 'deployment', 'callers', 'resourceId', 'cors:origins', 'quota'])
      azure.settings.delete(`realtime:${key}`);
    const { stdout } = await doctor.run(azure, store(azure));
    expect(linesOf(stdout).filter((line) => UNPRINTABLE.test(line))).toEqual([]);
    const [, word = ''] = / --label ("\$\(printf .*"\))"?$/m.exec(stdout) ?? / --label (.*)$/m.exec(stdout) ?? [];
    expect(spawnSync('/bin/sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' }).stdout).toBe(`stag${EVIL}`);
  }));

test.concurrent('--json is JSON that says what is there, and shows no such character either', () =>
  withAzure(async (azure) => {
    azure.settings.set(`realtime:${EVIL}`, 'any');
    const { stdout } = await doctor.run(azure, [...store(azure), '--only', 'settings.valid', '--json']);
    expect(linesOf(stdout).filter((line) => UNPRINTABLE.test(line))).toEqual([]);
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(EVIL).slice(1, -1));
  }));

test.concurrent('an option with escape sequences is refused in one line without them', () =>
  withAzure(async (azure) => {
    const { status, stderr } = await doctor.run(azure, ['--group', `rg${EVIL}`]);
    expect(status).toBe(2);
    expect(stderr.trimEnd()).not.toMatch(UNPRINTABLE);
    expect(stderr).toContain('rgx\\u001b]0;');
  }));

test('what is no control character stays as it was written', () => {
  for (const text of ['Größe', '日本語', 'a b', '“oai-local”', '👍🏽', 'C:\\u001b']) expect(printable(text)).toBe(text);
  expect(printable('\ud800')).toBe('\\ud800');
  expect(printable('\u{e0041}')).toBe('\\udb40\\udc41');
});

test.each([EVIL, "it's \u001b[31m100%", 'a\\\u0007"$HOME`id`', 'plain', 'with space', "o'neil"])(
  'a shell reads the word back: %j',
  (word) => {
    const quoted = quote(word);
    expect(quoted).not.toMatch(UNPRINTABLE);
    expect(spawnSync('/bin/sh', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' }).stdout).toBe(word);
  },
);
