/** What a page has of the browser's sound: it is made by its script and stands nowhere in the document. */
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    contexts: AudioContext[];
    players: HTMLAudioElement[];
  }
}

interface PageSound {
  readonly contexts: readonly AudioContextState[];
  readonly isPlaying: readonly boolean[];
}

/** From the next load on. */
export async function watchSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, { contexts: [], players: [] });
    window.AudioContext = class extends AudioContext {
      constructor() {
        super();
        window.contexts.push(this);
      }
    };
    window.Audio = class extends Audio {
      constructor() {
        super();
        window.players.push(this);
      }
    };
  });
}

export function soundOf(page: Page): Promise<PageSound> {
  return page.evaluate(() => ({
    contexts: window.contexts.map(({ state }) => state),
    isPlaying: window.players.map(({ srcObject }) => srcObject !== null),
  }));
}
