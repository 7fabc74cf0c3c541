/** `npm start`, as a newcomer types it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { hasCurl } from '../support/has-curl.ts';
import { linesAfter, useCommands } from './typed-commands.ts';

const run = promisify(execFile);

const start = useCommands();

/** What the README says to type into the other terminal. */
function readmeCommands(): readonly string[] {
  const blocks = [...readFileSync('README.md', 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)];
  return blocks.flatMap(([, block = '']) => block.trim().split('\n')).filter((line) => line.includes('curl '));
}

describe('npm start', () => {
  test('prints a curl that gets a client secret as it stands, and ends everything at Ctrl-C', async () => {
    const command = start('local/start.ts', '--port', '0', '--page-port', '0', '--azure-port-base', '0');
    const welcome = await command.prints('Ctrl-C ends everything.');
    expect(welcome).not.toContain('Not ready yet');
    // Its own question whether the functions are up is no news.
    expect(welcome).not.toContain('/api/readyz');

    if (await hasCurl()) {
      const printed = linesAfter(welcome, 'Mint a client secret, from another terminal:');
      const { stdout } = await run('sh', ['-c', printed]);
      expect(JSON.parse(stdout)).toMatchObject({ value: expect.stringMatching(/^ek_/), model: 'gpt-realtime-mini' });
    }
    // All but the example of an origin at the end.
    const [parts = ''] = welcome.split('A page of your own:');
    const origins = [...new Set(parts.match(/https?:\/\/(?:localhost|127\.0\.0\.1):\d+/g))];
    expect(origins).toHaveLength(8);

    command.child.kill('SIGINT');
    expect(await command.ended).toBe(0);
    expect(command.output()).not.toMatch(/ek_|eyJ[\w-]+\.eyJ|Error/);
    for (const origin of origins)
      await expect(fetch(origin)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('is what the README’s commands work against, word for word but for the ports', async () => {
    if (!(await hasCurl())) return;
    const command = start('local/start.ts', '--port', '0', '--page-port', '0', '--azure-port-base', '0');
    const welcome = await command.prints('Ctrl-C ends everything.');
    const [, app = ''] = /Functions \(bundle harness\) +(\S+)\/api/.exec(welcome) ?? [];
    const [, control = ''] = /Control: break and fix +(\S+)/.exec(welcome) ?? [];
    const commands = readmeCommands()
      .map((line) => line.replaceAll('http://localhost:7071', app).replaceAll('http://127.0.0.1:7084', control))
      .join('\n');
    const { stdout } = await run('sh', ['-ec', commands]);
    expect(stdout).toMatch(/"value":"ek_/);
    expect(stdout).toContain('diagnosis deployment-not-realtime');
    const switches = (await (await fetch(`${control}/switches`)).json()) as { name: string; current: string }[];
    expect(switches.find(({ name }) => name === 'account.deploymentModel')?.current).toBe('gpt-4o');
    command.child.kill('SIGINT');
    expect(await command.ended).toBe(0);
  });
});
