/** Two pages of the same script, one of them of an origin that the endpoint lists, and the system that they call. */
import { type System, startSystem } from '../http/system.ts';
import { codeBlocks } from '../support/code-blocks.ts';
import { bundle } from './chromium/bundle.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';

/** Expression in the page for its newest call. */
export const LAST = 'calls.at(-1)';
/** A profile for quick turns: of what was before the first tone the answer repeats a tenth of a second, and not three. */
export const QUICK = JSON.stringify({
  session: { type: 'realtime', audio: { input: { turn_detection: { type: 'server_vad', prefix_padding_ms: 100 } } } },
});

interface CallPages {
  readonly system: System;
  /** The origin of the page that is listed, and of the one that is not. */
  readonly listed: string;
  readonly stranger: string;
  callIds(): readonly string[];
}

interface PagesOptions {
  /** Of a module beside this file. */
  readonly code: () => string;
  /** Beside the list of origins. */
  readonly settings: Readonly<Record<string, string>>;
  readonly storage?: boolean;
}

/** Pages with the code of docs/clients.md. */
export function useDocumentedPages(): CallPages {
  return usePages({
    code() {
      const documented = codeBlocks('docs/clients.md', 'js').join('\n');
      return `import './calls-page.ts'; ${documented} Object.assign(window, { startDocumented: startCall, makeTalk });`;
    },
    settings: { 'realtime:profiles:assistant': QUICK },
  });
}

/** Call it once at the top of a suite; calls end with their test. */
export function usePages({ code, settings, storage = false }: PagesOptions): CallPages {
  let server: PageServer;
  let stranger: PageServer;
  let system: System;
  beforeAll(async () => {
    const script = await bundle(code());
    [server, stranger] = await Promise.all([startPageServer(script), startPageServer(script)]);
    const origins = { 'realtime:cors:origins': JSON.stringify([server.origin]) };
    system = await startSystem({ realClock: true, storage, settings: { ...origins, ...settings } });
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
