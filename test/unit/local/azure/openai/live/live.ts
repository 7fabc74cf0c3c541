/** One emulated Azure for a suite of GPT-Live, pages that are gone after each test, and sidebands. */
import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { EmulatedAzure } from '../../../../../../local/azure/emulated-azure.ts';
import { anOffer, type CallEvent, type Caller, type Resource, resourceOf } from '../../../../../calls/caller.ts';
import { aLiveSession, type LiveOptions, postSession, SESSIONS_PATH, talk } from '../../../../../calls/live-caller.ts';
import { until } from '../../../../../calls/until.ts';
import { startTestAzure } from '../../../../../support/start-test-azure.ts';

export interface Posted {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of the session; empty where there is none. */
  readonly id: string;
}

export interface Attached {
  readonly socket: WebSocket;
  readonly events: readonly CallEvent[];
  types(): readonly string[];
  event(type: string): Promise<CallEvent>;
  say(event: Record<string, unknown>): void;
  /** Code and reason. */
  readonly closed: Promise<readonly [number, string]>;
}

/** Status, and the code of the body’s error. */
export type Refused = readonly [status: number, code: string | undefined];

export interface Live {
  readonly azure: EmulatedAzure;
  readonly resource: Resource;
  /** One that is answered. */
  readonly offer: string;
  /** Of the identity that may mint. */
  readonly credential: Record<string, string>;
  /** A session whose page has heard `session.started`. */
  talk(options?: LiveOptions): Promise<Caller>;
  /** A session to which no page connects: the good body, with these members of its session. */
  create(session?: LiveOptions['session'], headers?: LiveOptions['headers']): Promise<Posted>;
  post(body: unknown, headers?: LiveOptions['headers']): Promise<Posted>;
  attach(id: string, query?: string): Promise<Attached>;
  handshake(id: string, headers?: Record<string, string>, upgrade?: Record<string, string>): Promise<Refused>;
  hangUp(id: string): Promise<Response>;
  /** Ids of what is open. */
  openIds(): readonly string[];
  howEnded(id: string): string | undefined;
}

interface Started {
  readonly azure: EmulatedAzure;
  readonly resource: Resource;
  readonly offer: string;
  /** Who talks; emptied by whoever closes them. */
  readonly pages: Caller[];
}

async function start(): Promise<Started> {
  const azure = await startTestAzure({ regions: ['eastus2'] });
  return { azure, resource: await resourceOf(azure), offer: await anOffer(), pages: [] };
}

async function hangUpAll({ azure, pages }: Started): Promise<void> {
  await Promise.all(pages.splice(0).map((page) => page.close()));
  await Promise.all(azure.calls.list().map(({ id }) => azure.calls.hangUp(id)));
}

/** Call it once at the top of a file. */
export function useLive(): Live {
  let started: Started;
  beforeAll(async () => {
    started = await start();
  });
  afterEach(async () => {
    started.azure.switches.reset();
    started.azure.subscription.reset();
    await hangUpAll(started);
  });
  afterAll(() => started.azure.stop());
  return toLive(() => started);
}

/** One of a test's own: tests that wait can run at once. */
export async function withLive(use: (live: Live) => Promise<void>): Promise<void> {
  const started = await start();
  try {
    await use(toLive(() => started));
  } finally {
    await hangUpAll(started);
    await started.azure.stop();
  }
}

function toLive(now: () => Started): Live {
  const credential = () => ({ authorization: `Bearer ${now().resource.token}` });
  const attachUrl = (id: string) => `${now().resource.url}${SESSIONS_PATH}/${id}/attach`;

  async function post(body: unknown, headers: LiveOptions['headers'] = {}): Promise<Posted> {
    const response = await postSession(now().resource, body, headers);
    const text = await response.text();
    const id = response.ok && text.startsWith('{') ? JSON.parse(text).session?.id : undefined;
    return { status: response.status, headers: response.headers, text, id: id ?? '' };
  }

  return {
    get azure() {
      return now().azure;
    },
    get resource() {
      return now().resource;
    },
    get offer() {
      return now().offer;
    },
    get credential() {
      return credential();
    },
    async talk(options = {}) {
      const page = await talk(now().resource, options);
      now().pages.push(page);
      expect({ status: page.status, body: page.answer.slice(0, 3) }).toEqual({ status: 201, body: 'v=0' });
      await page.event('session.started');
      return page;
    },
    create: (session, headers) =>
      post({ session: aLiveSession(session), transport: { type: 'webrtc', sdp: now().offer } }, headers),
    post,
    async attach(id, query = '') {
      // Node’s own takes headers; the type of a browser’s does not know.
      const socket: WebSocket = Reflect.construct(WebSocket, [
        attachUrl(id).replace('http:', 'ws:') + query,
        { headers: credential() },
      ]);
      const events: CallEvent[] = [];
      const closed = new Promise<readonly [number, string]>((resolve) => {
        socket.addEventListener('close', ({ code, reason }) => resolve([code, reason]));
      });
      socket.addEventListener('message', ({ data }) => events.push(JSON.parse(String(data))));
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', () => reject(new Error('The handshake was refused.')));
      });
      const types = () => events.map(({ type }) => type);
      return {
        socket,
        events,
        types,
        event: (type) =>
          until(
            () => events.find((event) => event.type === type),
            () => `${type} among ${types().join(', ')}`,
          ),
        say: (event) => socket.send(JSON.stringify(event)),
        closed,
      };
    },
    handshake: (id, headers = credential(), upgrade = { connection: 'Upgrade', upgrade: 'websocket' }) =>
      shake(attachUrl(id), { ...headers, ...upgrade }),
    hangUp: (id) =>
      fetch(`${now().resource.url}${SESSIONS_PATH}/${id}/hangup`, {
        method: 'POST',
        redirect: 'manual',
        headers: credential(),
      }),
    openIds: () =>
      now()
        .azure.calls.list()
        .map(({ id }) => id),
    howEnded: (id) =>
      now()
        .azure.calls.ended()
        .find((session) => session.id === id)?.by,
  };
}

/** The socket is gone with the status line. */
function shake(url: string, headers: Record<string, string>): Promise<Refused> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      agent: false,
      headers: { ...headers, 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    });
    asked.once('upgrade', ({ statusCode = 0 }, socket: Socket) => {
      socket.destroy();
      resolve([statusCode, undefined]);
    });
    asked.once('response', async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve([response.statusCode ?? 0, body.startsWith('{') ? JSON.parse(body).error?.code : undefined]);
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Of a refused create. */
export function errorOf({ text }: Posted): { readonly code?: string; readonly param?: string | null } {
  return JSON.parse(text).error ?? {};
}
