/** Two pages that hold the code of README.md, one of them of an origin that the endpoint lists, and the system they call. */
import { type System, startSystem } from '../http/system.ts';
import { codeBlocks } from '../support/code-blocks.ts';
import { bundle } from './chromium/bundle.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';

/** Expression in the page for its newest call. */
export const LAST = 'calls.at(-1)';
/** Of what was before the first tone the answer repeats a tenth of a second, and not three. */
const QUICK = {
  session: { type: 'realtime', audio: { input: { turn_detection: { type: 'server_vad', prefix_padding_ms: 100 } } } },
};

interface CallPages {
  readonly system: System;
  /** The origin of the page that is listed, and of the one that is not. */
  readonly listed: string;
  readonly stranger: string;
  callIds(): readonly string[];
}

/** Call it once at the top of a suite; calls end with their test. */
export function useCallPages(): CallPages {
  let server: PageServer;
  let stranger: PageServer;
  let system: System;
  beforeAll(async () => {
    const documented = codeBlocks('docs/clients.md', 'js').join('\n');
    const script = await bundle(
      `import './calls-page.ts'; ${documented} Object.assign(window, { startDocumented: startCall, makeTalk });`,
    );
    [server, stranger] = await Promise.all([startPageServer(script), startPageServer(script)]);
    system = await startSystem({
      realClock: true,
      settings: {
        'realtime:cors:origins': JSON.stringify([server.origin]),
        'realtime:profiles:assistant': JSON.stringify(QUICK),
      },
    });
  });
  afterEach(async () => {
    system.azure.switches.reset();
    await Promise.all(callIds().map((id) => system.azure.calls.hangUp(id)));
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all([server.close(), stranger.close()]);
  });

  const callIds = () => system.azure.calls.list().map(({ id }) => id);
  return {
    get system() {
      return system;
    },
    get listed() {
      return server.origin;
    },
    get stranger() {
      return stranger.origin;
    },
    callIds,
  };
}
