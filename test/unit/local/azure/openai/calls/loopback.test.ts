/** Calls in a process in which everything that is not this machine is refused and told, names before they are asked for. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..', '..', '..', '..', '..');
const GUARD = join(ROOT, 'test', 'support', 'loopback-only.cjs');

test('no call asks for a name, binds to another address or sends to one, and none leaves anything behind', async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--require', GUARD, 'test/bench/calls.ts', '--calls', '12'],
    { cwd: ROOT },
  );
  expect(stderr).not.toContain('FOREIGN HOST');
  expect(stdout).toContain('12 calls, both ends in one process: nothing is left.');
});

test('the guard tells of what it is for', async () => {
  const attempts = [
    "require('node:dgram').createSocket('udp4').bind(0)",
    "require('node:dgram').createSocket('udp4').bind({ address: '127.0.0.1' }, function () { this.send('x', 9, '203.0.113.9') })",
    "require('node:dns').promises.lookup('stun.example')",
    "require('node:dns').resolve4('stun.example', () => {})",
  ];
  for (const attempt of attempts) {
    const run = promisify(execFile)(process.execPath, ['--require', GUARD, '-e', attempt]);
    await expect(run.catch(({ stderr }) => stderr).then((told) => told.stderr ?? told)).resolves.toContain(
      'FOREIGN HOST',
    );
  }
});
