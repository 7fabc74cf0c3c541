/** Something between the app and its Table storage: it sees every request, and can cut, hold or answer it. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { connectionOf } from '../../local/azure/storage/storage-service.ts';
import { closeServer, portOf } from './loopback-server.ts';

export interface StorageProxy {
  /** For `AzureWebJobsStorage`. */
  readonly connection: string;
  /** `GET`, `POST` or `PUT`, in the order of arrival. */
  readonly methods: readonly string[];
  /** Instead of Azurite, for each request from now on; `undefined` hands them on again. */
  answers(answer: ((response: ServerResponse) => void) | undefined): void;
  /** Called once with the next write, before it is handed on or after it was answered; the app then gets no answer. */
  cutNextWrite(moment: 'before' | 'after', act: () => void): void;
  close(): Promise<void>;
}

/** `url` is the table service's, with the account in its path. */
export async function startStorageProxy(url: string): Promise<StorageProxy> {
  const { port, pathname } = new URL(url);
  const methods: string[] = [];
  let answer: ((response: ServerResponse) => void) | undefined;
  let cut: { readonly moment: 'before' | 'after'; readonly act: () => void } | undefined;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path, headers } = request;
    methods.push(method);
    if (answer) return answer(response);
    const mine = method === 'GET' ? undefined : cut;
    if (mine) cut = undefined;
    if (mine?.moment === 'before') return mine.act();
    const body = await readAll(request);
    const answered = await new Promise<IncomingMessage>((resolve, reject) => {
      send({ host: '127.0.0.1', port, path, method, headers }, resolve).on('error', reject).end(body);
    });
    const text = await readAll(answered);
    if (mine) return mine.act();
    response.writeHead(answered.statusCode ?? 500, answered.headers).end(text);
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    connection: connectionOf(`http://127.0.0.1:${portOf(server)}${pathname}`),
    methods,
    answers(next) {
      answer = next;
    },
    cutNextWrite(moment, act) {
      cut = { moment, act };
    },
    close: () => closeServer(server),
  };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
