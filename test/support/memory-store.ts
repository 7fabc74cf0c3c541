/** The settings' store in memory: it holds what the test puts into it, and fails while the test says so. */
import { storedSettings } from './stored-settings.ts';

export function aMemoryStore(stored = storedSettings()) {
  return {
    stored,
    failure: undefined as unknown,
    reads: 0,
    async read() {
      this.reads += 1;
      if (this.failure !== undefined) throw this.failure;
      return this.stored;
    },
  };
}
