/** An app that is ready when it was asked often enough, and mints as it is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandInApp {
  /** Its address, as Azure names it. */
  readonly host: string;
  /** How often readyz says that it is not. */
  readyAfter: number;
  /** How often Azure refuses the identity before its role counts. */
  earlyMints: number;
  mint: { status: number; body: object };
  /** What it was sent as a caller’s token. */
  readonly tokens: (string | undefined)[];
  stop(): void;
}

const EARLY = { status: 502, body: { code: 'upstream_auth', title: 'Azure refused' } };

export async function startStandInApp(secret: string): Promise<StandInApp> {
  let asked = 0;
  const server = createServer(({ url, headers }, response) => {
    const isProbe = url === '/api/readyz';
    if (isProbe) {
      const isReady = asked >= app.readyAfter;
      asked += 1;
      response.writeHead(isReady ? 200 : 503);
      response.end(JSON.stringify(isReady ? { status: 'ready' } : { failing: ['settings_unavailable'] }));
      return;
    }
    app.tokens.push(headers.authorization);
    const { status, body } = app.tokens.length <= app.earlyMints ? EARLY : app.mint;
    response.writeHead(status);
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app: StandInApp = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    readyAfter: 0,
    earlyMints: 0,
    mint: { status: 200, body: { value: secret } },
    tokens: [],
    stop: () => server.close(),
  };
  return app;
}
