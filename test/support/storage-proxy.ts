/** Something between the app and its Table storage: it sees every request, and can hold or answer it. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { connectionOf } from '../../local/azure/storage/storage-service.ts';
import { listen } from './loopback-server.ts';

export interface StorageRequest {
  /** `GET`, `POST`, `PUT` or `DELETE`. */
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: string;
}

type IsMeant = (request: StorageRequest) => boolean;

export interface StorageProxy {
  /** For `AzureWebJobsStorage`. */
  readonly connection: string;
  /** In the order of arrival. */
  readonly requests: readonly StorageRequest[];
  /**
   * Instead of Azurite, for each request that is meant from now on; `undefined` hands them on again. Connections that are
   * still without an answer end then: a storage that is back holds nobody who asked it before.
   */
  answers(answer: ((response: ServerResponse) => void) | undefined, isMeant?: IsMeant): void;
  /** The next request that is meant, before the table has it or before the app has the answer. */
  hold(moment: 'before' | 'after', isMeant: IsMeant): Held;
  close(): Promise<void>;
}

export interface Held {
  readonly arrived: Promise<void>;
  letGo(): void;
}

interface Hold {
  readonly moment: 'before' | 'after';
  readonly isMeant: IsMeant;
  readonly arrived: PromiseWithResolvers<undefined>;
  readonly gone: PromiseWithResolvers<undefined>;
}

/** `url` is the table service's, with the account in its path. */
export async function startStorageProxy(url: string): Promise<StorageProxy> {
  const { port, pathname } = new URL(url);
  const requests: StorageRequest[] = [];
  let instead: { readonly answer: (response: ServerResponse) => void; readonly isMeant: IsMeant } | undefined;
  let holds: readonly Hold[] = [];
  const unanswered = new Set<ServerResponse>();

  async function stop(held: Hold): Promise<void> {
    held.arrived.resolve(undefined);
    await held.gone.promise;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const body = await readAll(request);
    const seen = { method, path, body: body.toString() };
    requests.push(seen);
    if (instead?.isMeant(seen)) {
      unanswered.add(response.once('close', () => unanswered.delete(response)));
      return instead.answer(response);
    }
    const held = holds.find(({ isMeant }) => isMeant(seen));
    holds = holds.filter((one) => one !== held);
    if (held?.moment === 'before') await stop(held);
    const answered = await new Promise<IncomingMessage>((resolve, reject) => {
      send({ host: '127.0.0.1', port, path, method, headers }, resolve).on('error', reject).end(body);
    });
    const text = await readAll(answered);
    if (held?.moment === 'after') await stop(held);
    response.writeHead(answered.statusCode ?? 500, answered.headers).end(text);
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  const { port: own, close } = await listen(server);
  return {
    connection: connectionOf(`http://127.0.0.1:${own}${pathname}`),
    requests,
    answers(answer, isMeant = () => true) {
      instead = answer && { answer, isMeant };
      for (const response of unanswered) response.destroy();
    },
    hold(moment, isMeant) {
      const held = {
        moment,
        isMeant,
        arrived: Promise.withResolvers<undefined>(),
        gone: Promise.withResolvers<undefined>(),
      };
      holds = [...holds, held];
      return { arrived: held.arrived.promise, letGo: () => held.gone.resolve(undefined) };
    },
    close,
  };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
