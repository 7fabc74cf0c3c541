/** From the clone to an answer that is heard: the commands of examples/README.md as a stranger types them. */
import { useCommands } from '../http/typed-commands.ts';
import { codeBlocks } from '../support/code-blocks.ts';
import { aClosedPort } from '../support/loopback-server.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { hangUp, overhear, talk } from './example-pages.ts';
import { aPattern } from './tones.ts';

describeInBrowser('examples/README.md', aPattern(500, 1_500), (browser) => {
  const start = useCommands();

  test('leads from the clone to a call', async () => {
    const port = String(await aClosedPort());
    const typed = codeBlocks('examples/README.md', 'sh').flatMap((block) => block.trim().split('\n'));
    const [install, npmStart = '', example = ''] = typed.map((line) => line.replace('5173', port));
    expect(install).toBe('npm install');

    const free = ['--port', '0', '--page-port', '0', '--azure-port-base', '0'];
    const system = start('local/start.ts', ...argumentsOf(npmStart, 'npm start -- '), ...free);
    const welcome = await system.prints('Ctrl-C ends everything.');
    const [, endpoint = ''] = /Functions \(bundle harness\) +(\S+)/.exec(welcome) ?? [];
    const [, control = ''] = /Control: break and fix +(\S+)/.exec(welcome) ?? [];
    const elsewhere = ['--port', port, '--endpoint', endpoint, '--control', control];
    const page = start('examples/serve/main.ts', ...argumentsOf(example, 'npm run example -- '), ...elsewhere);
    const [origin = ''] = (await page.prints('Ctrl-C ends it.')).split(' ');

    const { page: opened, complaints } = await browser.open('about:blank');
    await overhear(opened);
    await opened.goto(origin);
    await talk(opened);
    await hangUp(opened);
    expect(complaints).toEqual([]);
    for (const command of [page, system]) {
      command.child.kill('SIGINT');
      expect(await command.ended).toBe(0);
    }
    expect(page.output()).not.toContain('It needs');
  });

  test('says what is missing where no npm start lets the page call', async () => {
    const control = `http://127.0.0.1:${await aClosedPort()}`;
    const page = start('examples/serve/main.ts', 'plain-html', '--port', '0', '--control', control);
    expect(await page.prints('It needs')).toMatch(/npm start -- --origin http:\/\/localhost:\d+\n/);
  });

  test('says which examples there are to whoever names none', async () => {
    const page = start('examples/serve/main.ts', 'react-native');
    expect(await page.ended).toBe(1);
    expect(page.output()).toContain('Name one example: plain-html');
  });
});

function argumentsOf(line: string, command: string): readonly string[] {
  expect(line).toContain(command);
  return line.replace(command, '').split(' ');
}
