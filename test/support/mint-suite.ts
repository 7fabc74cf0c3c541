/** For suites of the mint's route: one signing key, and one server in the place of Azure OpenAI. */
import { NOON_MS } from './clock.ts';
import { aSigningKey, type SigningKey } from './identity-provider.ts';
import { json, type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { aMintBench } from './mint-bench.ts';

export const noonSeconds = NOON_MS / 1000;

interface MintSuite {
  readonly key: SigningKey;
  readonly server: LoopbackServer;
  /** An app whose Azure OpenAI answers with a secret, and with a session that must not be passed on. */
  aBench(settings?: Readonly<Record<string, string | undefined>>): ReturnType<typeof aMintBench>;
}

/** Call it at the top of a suite: what it gives is there from the first test on. */
export function aMintSuite(): MintSuite {
  const made = {} as { key: SigningKey; server: LoopbackServer };
  beforeAll(async () => {
    made.key = await aSigningKey();
    made.server = await startLoopbackServer();
  });
  afterAll(() => made.server.close());

  const aBench: MintSuite['aBench'] = (settings = {}) => {
    made.server.answers(
      json(
        200,
        {
          value: 'ek_1',
          expires_at: noonSeconds + 60,
          session: { id: 'sess_1', instructions: 'private prompt', tools: [{ name: 'private_tool' }] },
        },
        { 'apim-request-id': 'apim-1' },
      ),
    );
    return aMintBench({ key: made.key, origin: made.server.origin, settings });
  };
  return Object.assign(made, { aBench });
}
