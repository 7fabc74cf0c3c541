/** A client on node:http with connections kept alive: fetch would cost the load generator twice as much a request. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Client {
  /** Rejects at any status but 200: a benchmark of refusals would be a fast one. */
  send(call: Call): Promise<Answer>;
  close(): void;
}

export function createClient(connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    async send(call) {
      const answer = await exchange(agent, call);
      if (answer.status === 200) return answer;
      throw new Error(`${call.method} ${call.url} answered ${answer.status}: ${answer.body}`);
    },
    close: () => agent.destroy(),
  };
}

/** A mint as a page sends it: `body` differs between the app, which makes Azure's, and Azure, which gets it. */
export function aMint(url: string, token: string, body: string): Call {
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  return { url, method: 'POST', headers, body };
}

function exchange(agent: Agent, { url, method, headers = {}, body = '' }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
