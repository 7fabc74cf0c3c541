/** Table storage of this machine, in a process of its own, so that Azurite cannot slow down or end its users. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { isTaken, PortTakenError } from '../../kit/listen.ts';
import type { StorageMessage } from './storage-message.ts';

export interface StorageService {
  /** With the account in its path, as Azurite wants it. */
  readonly url: string;
  /** For `AzureWebJobsStorage`. */
  readonly connection: string;
  stop(): Promise<void>;
}

/** Relative to the project, as the function host's child is. */
const ENTRY = 'local/azure/storage/azurite-process.ts';
/** Azurite's well-known account and key: in its documentation and in every SDK, so no secret, and good for nothing else. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** `port` 0 takes a free one. Rejects where Azurite cannot be started; nothing is left running then. */
export async function startStorageService(port: number): Promise<StorageService> {
  const child = fork(ENTRY, [String(port)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  const url = `${await waitUntilListening(child, port)}/${ACCOUNT}`;
  return {
    url,
    connection: connectionOf(url),
    async stop() {
      // Everything is in memory: there is nothing to be written at the end.
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** For a table service at another address, such as something that stands in front of it. */
export function connectionOf(url: string): string {
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=${url};`;
}

function waitUntilListening(child: ChildProcess, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Azurite ended with exit code ${code} before it served.`)));
    child.once('message', (message: StorageMessage) => {
      if (message.type === 'listening') resolve(message.url);
      else if (isTaken(message.code)) reject(new PortTakenError('the emulated storage', port, message));
      else reject(new Error(`Azurite could not start: ${message.message}`));
    });
  });
}
