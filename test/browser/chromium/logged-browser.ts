/** One Chromium whose network is logged, in folders that go with it, however it ends. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import type { Chromium } from './find-chromium.ts';
import { readContacts } from './net-log.ts';
import { createToneWav, type TonePattern } from './tone-pattern.ts';

export interface LoggedBrowser {
  readonly browser: Browser;
  readonly process: ReturnType<BrowserServer['process']>;
  /** Why it is gone, with its last lines; nothing while it lives. */
  death(): Promise<Error | undefined>;
  /** Ends it where it lives, and gives whom it has spoken to, or tried to. */
  close(): Promise<readonly string[]>;
}

const LAST_LINES = 20;

export async function launch(found: Chromium, hears: TonePattern): Promise<LoggedBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'browser-suite-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const [wav, netLog] = [join(folder, 'microphone.wav'), join(folder, 'network.json')];
  writeFileSync(wav, createToneWav(hears));
  // As a server, because only that gives its process, and so what it says at its end.
  const server = await start(found, wav, netLog).catch((error: unknown) => {
    remove();
    throw error;
  });
  const child = server.process();
  const ended = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
  const lines = lastLinesOf(child.stderr);
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    browser,
    process: child,
    async death() {
      if (await answers(browser)) return undefined;
      const [code, signal] = await ended;
      return new Error([`Chromium ended by itself: ${signal ?? `exit code ${code}`}.`, ...lines].join('\n'));
    },
    async close() {
      await server.close();
      const contacts = readContacts(netLog);
      remove();
      return contacts;
    },
  };
}

function start({ executable, variables }: Chromium, wav: string, netLog: string): Promise<BrowserServer> {
  return chromium.launchServer({
    executablePath: executable,
    env: { ...process.env, ...variables },
    ignoreDefaultArgs: ['--mute-audio'],
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${wav}`,
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
      '--no-sandbox',
      '--no-proxy-server',
      // What is not of this machine is tried, so that the log has it, and does not get there.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      `--log-net-log=${netLog}`,
    ],
  });
}

/** Asked and not remembered: between a browser's end and the event that tells of it a test can fail, or two. */
async function answers(browser: Browser): Promise<boolean> {
  try {
    const session = await browser.newBrowserCDPSession();
    await session.detach();
    return true;
  } catch {
    return false;
  }
}

/** The newest at the end; it grows and shrinks as the process speaks. */
function lastLinesOf(stream: Readable | null): readonly string[] {
  const lines: string[] = [];
  if (stream) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
    });
  }
  return lines;
}
