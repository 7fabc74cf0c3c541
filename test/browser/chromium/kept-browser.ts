/** The browser of a suite. One that ends by itself is started again once, so that one crash does not fail what follows. */
import type { Browser } from 'playwright-core';
import type { LoggedBrowser } from './logged-browser.ts';

export interface KeptBrowser {
  /** Started where there is none yet, or none any more; rejects with the death of the second. */
  living(): Promise<Browser>;
  /** Rejects where the present one has ended by itself. */
  expectAlive(): Promise<void>;
  /** Gives whom all of them have spoken to. */
  close(): Promise<readonly string[]>;
}

export function keepBrowser(start: () => Promise<LoggedBrowser>): KeptBrowser {
  const started: LoggedBrowser[] = [];
  const lastDeath = async (): Promise<Error | undefined> => await started.at(-1)?.death();
  return {
    async living() {
      const death = await lastDeath();
      if (death && started.length > 1) throw death;
      if (death || started.length === 0) started.push(await start());
      // The one that was just started, or the one that lives.
      return (started.at(-1) as LoggedBrowser).browser;
    },
    async expectAlive() {
      const death = await lastDeath();
      if (death) throw death;
    },
    async close() {
      const contacts = await Promise.all(started.map((each) => each.close()));
      return contacts.flat();
    },
  };
}
