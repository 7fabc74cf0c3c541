/** The commands that a newcomer types, as child processes. Only the build that `npm start` does first is left out. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { startHost } from '../../local/host/start-host.ts';
import { hasCurl } from '../support/has-curl.ts';
import { holdPort } from '../support/held-port.ts';

const run = promisify(execFile);

interface Command {
  readonly child: ChildProcess;
  /** Everything printed so far, to both streams. */
  output(): string;
  /** Resolves with the output once it holds `text`; rejects when the command ends before. */
  prints(text: string): Promise<string>;
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

const started: Command[] = [];
afterAll(() => {
  for (const { child } of started) child.kill('SIGKILL');
});

function start(...args: readonly string[]): Command {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const command: Command = {
    child,
    ended,
    output: () => output,
    prints(text) {
      return new Promise((resolve, reject) => {
        const look = (): void => (output.includes(text) ? resolve(output) : undefined);
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
        ended.then((code) => reject(new Error(`It ended with ${code} and without "${text}":\n${output}`)), reject);
        look();
      });
    },
  };
  started.push(command);
  return command;
}

/** The lines of the output that belong to one thing that can be pasted. */
function linesAfter(output: string, heading: string): string {
  return output.split(`${heading}\n\n`)[1]?.split('\n\n')[0] ?? '';
}

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
    const origins = [...new Set(welcome.match(/https?:\/\/(?:localhost|127\.0\.0\.1):\d+/g))];
    expect(origins).toHaveLength(8);

    command.child.kill('SIGINT');
    expect(await command.ended).toBe(0);
    expect(command.output()).not.toMatch(/ek_|eyJ|Error/);
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

  test('says which port is taken and how to choose another', async () => {
    const { port, release } = await holdPort();
    const command = start('local/start.ts', '--port', String(port), '--page-port', '0', '--azure-port-base', '0');
    expect(await command.ended).toBe(1);
    expect(command.output()).toContain(`Port ${port} on 127.0.0.1 is already in use.`);
    expect(command.output()).toContain(`npm start -- --port ${port + 1}`);
    await release();
  });

  test('says the same of the playground’s port', async () => {
    const { port, release } = await holdPort();
    const command = start('local/start.ts', '--port', '0', '--page-port', String(port), '--azure-port-base', '0');
    expect(await command.ended).toBe(1);
    expect(command.output()).toContain(`Port ${port}, which the playground needs, is taken`);
    expect(command.output()).toContain(`npm start -- --page-port ${port + 1}`);
    await release();
  });

  test('says the same of a port of the emulated Azure', async () => {
    const { port, release } = await holdPort();
    const command = start('local/start.ts', '--port', '0', '--page-port', '0', '--azure-port-base', String(port));
    expect(await command.ended).toBe(1);
    expect(command.output()).toContain(`Port ${port}`);
    expect(command.output()).toContain('npm start -- --azure-port-base <number>');
    await release();
  });
});

describe('npm run azure', () => {
  test('prints the settings with which a function host mints, and ends at Ctrl-C', async () => {
    const command = start('local/azure.ts', '--port-base', '0');
    const guide = await command.prints('Ctrl-C ends it.');
    const { IsEncrypted, Values } = JSON.parse(linesAfter(guide, 'local.settings.json for func start:'));
    expect(IsEncrypted).toBe(false);
    const control = /control +(\S+)/.exec(guide)?.[1];

    const host = await startHost({ environment: Values });
    const token = await (await fetch(`${control}/caller-token`, { method: 'POST' })).text();
    const minted = await fetch(`${host.url}/api/realtime/client_secrets`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(await minted.json()).toMatchObject({ value: expect.stringMatching(/^ek_/) });
    await host.stop();

    command.child.kill('SIGINT');
    expect(await command.ended).toBe(0);
    expect(command.output()).toContain('The emulated Azure has stopped.');
  });
});
