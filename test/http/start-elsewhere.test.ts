/** `npm start` where a port is taken, and the emulated Azure alone. */
import { startHost } from '../../local/host/start-host.ts';
import { holdPort } from '../unit/local/held-port.ts';
import { linesAfter, useCommands } from './typed-commands.ts';

const start = useCommands();

describe('npm start', () => {
  test('says which port is taken and how to choose another', async () => {
    const { port, release } = await holdPort();
    const command = start('local/start.ts', '--port', String(port), '--page-port', '0', '--azure-port-base', '0');
    expect(await command.ended).toBe(1);
    expect(command.output()).toContain(`Port ${port} for the functions is taken`);
    expect(command.output()).toContain(`npm start -- --port ${port + 1}`);
    await release();
  });

  test('says the same of the playground’s port', async () => {
    const { port, release } = await holdPort();
    const command = start('local/start.ts', '--port', '0', '--page-port', String(port), '--azure-port-base', '0');
    expect(await command.ended).toBe(1);
    expect(command.output()).toContain(`Port ${port} for the playground is taken`);
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
