import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { startCoreTools } from '../../../../local/start/core-tools.ts';

/** A port that was free a moment ago. */
async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('Core Tools', () => {
  test('that are not installed are named together with the command that installs them', async () => {
    const options = { port: await aFreePort(), environment: {}, command: 'no-such-func' };
    await expect(startCoreTools(options)).rejects.toThrow('npm i -g azure-functions-core-tools@4');
  });

  test('are not started on a port that is taken', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    try {
      await expect(startCoreTools({ port, environment: {} })).rejects.toThrow(
        `Port ${port} for the functions is taken`,
      );
    } finally {
      stranger.close();
    }
  });

  test('that end by themselves are reported with their exit code', async () => {
    // Node finds no file called "start": a command that starts and ends with 1.
    const options = { port: await aFreePort(), environment: {}, command: process.execPath, output: 'ignore' } as const;
    const host = await startCoreTools(options);
    await expect(host.ended).resolves.toContain('exit code 1');
    await host.stop();
  });
});
