/** Start and stop: ports, keys, files, and the command itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startAzure } from '../../../../local/azure/azure.ts';
import { PortTakenError } from '../../../../local/kit/listen.ts';
import { holdPort } from '../held-port.ts';
import { askIdentity, send } from './clients.ts';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** @returns what it printed, once `until` holds of it or it has ended. */
async function run(
  args: readonly string[],
  until: (output: string) => boolean,
  environment: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...environment } });
  let output = '';
  const ended = once(child, 'close');
  await new Promise<void>((resolve) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (until(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => resolve());
  });
  return { child, ended, output: () => output };
}

test('each start has keys and a certificate of its own', async () => {
  const [one, other] = await Promise.all([startAzure(), startAzure()]);
  try {
    expect(one.certificate.pem).not.toBe(other.certificate.pem);
    expect(one.environment['IDENTITY_HEADER']).not.toBe(other.environment['IDENTITY_HEADER']);
    await expect(send(other, `${one.urls.issuer}/.well-known/openid-configuration`)).rejects.toThrow(
      /self-signed|certificate/,
    );
  } finally {
    await Promise.all([one.stop(), other.stop()]);
  }
});

test('after stop nothing answers, the certificate’s file is gone, and a second stop does no harm', async () => {
  const azure = await startAzure();
  azure.switches.set('mint.answer', 'hang');
  const hanging = send(azure, `${azure.urls.openai}/openai/v1/realtime/client_secrets`, { method: 'POST' }).catch(
    (error) => error.code,
  );
  expect(existsSync(azure.certificate.path)).toBe(true);
  await askIdentity(azure, {});
  azure.switches.set('identity.down', 'refuse');
  azure.switches.set('identity.down', 'off');
  await azure.stop();
  await azure.stop();
  expect(['ECONNRESET', 'ECONNREFUSED']).toContain(await hanging);
  await expect(askIdentity(azure, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(existsSync(azure.certificate.path)).toBe(false);
});

test('a taken port is reported with its number and the option of whoever asked, and what had started is stopped', async () => {
  const [held, free] = await Promise.all([holdPort(), holdPort()]);
  await free.release();
  try {
    const failure = await startAzure({ ports: { identity: free.port, openai: held.port } }).catch((error) => error);
    expect(failure).toBeInstanceOf(PortTakenError);
    expect(failure.advising('npm start -- --base N')).toMatch(
      new RegExp(`^Port ${held.port}.*openai.*npm start -- --base N \\(0 takes a free one\\)\\.$`),
    );
    const again = await startAzure({ ports: { identity: free.port } });
    await again.stop();
  } finally {
    await held.release();
  }
});

test('the command prints settings that reach it, and ends cleanly on SIGTERM', async () => {
  const { child, ended, output } = await run(['local/azure.ts', '--port-base', '0'], (text) => text.includes('Ctrl-C'));
  const settings = /\{.*?\n\}/s.exec(output())?.[0] ?? '';
  const { Values: values } = JSON.parse(settings);
  expect(values).toMatchObject({ FUNCTIONS_WORKER_RUNTIME: 'node' });
  const tables = /TableEndpoint=([^;]+)/.exec(values.AzureWebJobsStorage)?.[1] ?? '';
  // Nobody signed this request; what answers is a table service.
  expect((await fetch(tables)).headers.get('server')).toMatch(/^Azurite-Table/);
  const answer = await fetch(
    `${values.IDENTITY_ENDPOINT}?api-version=2019-08-01&resource=r&client_id=${values.AZURE_CLIENT_ID}`,
    {
      headers: { 'x-identity-header': values.IDENTITY_HEADER },
    },
  );
  expect(answer.status).toBe(200);
  const curl = /curl -s -X POST (\S+caller-token)/.exec(output())?.[1] ?? '';
  expect((await fetch(curl, { method: 'POST' })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(existsSync(values.NODE_EXTRA_CA_CERTS)).toBe(false);
});

test('the command lists its options', async () => {
  const { ended, output } = await run(['local/azure.ts', '--help'], () => false);
  expect(await ended).toEqual([0, null]);
  expect(output()).toContain('--port-base <number>');
});

test('the command reports a taken port and a wrong option, and ends with 1', async () => {
  const held = await holdPort();
  try {
    const taken = await run(['local/azure.ts', '--port-base', String(held.port)], () => false);
    expect(await taken.ended).toEqual([1, null]);
    expect(taken.output()).toMatch(
      new RegExp(`^Port ${held.port}.*--port-base <number> \\(0 takes a free one\\)\\.\\n$`),
    );
    const wrong = await run(['local/azure.ts', '--port-base', 'x'], () => false);
    expect(await wrong.ended).toEqual([1, null]);
    expect(wrong.output()).toContain('--port-base must be a whole number from 0 to ');
    const unknown = await run(['local/azure.ts', '--prot', '0'], () => false);
    expect(await unknown.ended).toEqual([1, null]);
    expect(unknown.output()).toContain('--help lists the options.');
  } finally {
    await held.release();
  }
});

test('a process with the environment trusts the issuer and the store, and nothing has to be switched off', async () => {
  const azure = await startAzure();
  try {
    const urls = [`${azure.urls.issuer}/.well-known/openid-configuration`, `${azure.urls.appConfiguration}/kv`];
    const script = `for (const url of ${JSON.stringify(urls)}) console.log((await fetch(url)).status);`;
    const { ended, output } = await run(['--input-type=module', '-e', script], () => false, azure.environment);
    expect(await ended).toEqual([0, null]);
    expect(output().split(/\s+/)).toEqual(['200', '401', '']);
  } finally {
    await azure.stop();
  }
});
