/** For suites of mint and relay: one signing key, and one server in the place of Azure OpenAI. */

import type { Ports } from '../../src/app.ts';
import { NOON_MS } from './clock.ts';
import { aSigningKey, aToken, type SigningKey } from './identity-provider.ts';
import { json, type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { type Answered, startApp, type TestApp } from './start-app.ts';
import { API, TENANT } from './stored-settings.ts';

const OPERATOR = 'Operator';
const CALLERS = JSON.stringify([{ tenant: TENANT, audiences: [API], scope: 'access_as_user', operatorRole: OPERATOR }]);

export interface MintBench extends TestApp {
  /** The Authorization header of a caller with a good token; `claims` are beside the usual ones. */
  bearer(claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** As a caller with a good token, with a JSON body or none. */
  mint(body?: string): Promise<Answered>;
  /** As the same caller, an SDP offer to the relay; `query` begins with its question mark. */
  call(offer: string, query?: string): Promise<Answered>;
  /** readyz, as an operator reads it. */
  readiness(): Promise<Answered>;
}

interface MintSuite {
  readonly key: SigningKey;
  readonly server: LoopbackServer;
  /** An app whose Azure OpenAI answers with a secret, and with a session that must not be passed on. */
  aBench(settings?: Readonly<Record<string, string | undefined>>, ports?: Partial<Ports>): MintBench;
}

/** Call it at the top of a suite: what it gives is there from the first test on. */
export function aMintSuite(): MintSuite {
  const made = {} as { key: SigningKey; server: LoopbackServer };
  beforeAll(async () => {
    made.key = await aSigningKey();
    made.server = await startLoopbackServer();
  });
  afterAll(() => made.server.close());

  const aBench: MintSuite['aBench'] = (settings = {}, ports = {}) => {
    made.server.answers(
      json(
        200,
        {
          value: 'ek_1',
          expires_at: NOON_MS / 1000 + 60,
          session: { id: 'sess_1', instructions: 'private prompt', tools: [{ name: 'private_tool' }] },
        },
        { 'apim-request-id': 'apim-1' },
      ),
    );
    const { key, server } = made;
    const app = startApp({ key, ports, settings: { endpoint: server.origin, callers: CALLERS, ...settings } });
    const bearer: MintBench['bearer'] = async (claims) => `Bearer ${await aToken(key, app.clock.now(), claims)}`;
    return {
      ...app,
      bearer,
      async mint(body) {
        const headers = { authorization: await bearer(), 'content-type': 'application/json' };
        return app.ask('client_secrets', { headers, ...(body === undefined ? {} : { body }) });
      },
      async call(offer, query = '') {
        const headers = { authorization: await bearer(), 'content-type': 'application/sdp' };
        return app.ask('calls', { path: `/api/realtime/calls${query}`, headers, body: offer });
      },
      async readiness() {
        return app.ask('readyz', { headers: { authorization: await bearer({ roles: [OPERATOR] }) } });
      },
    };
  };
  return Object.assign(made, { aBench });
}
