/** Offers that are posted for their answer, and calls that end without media ever having flowed. */
import { anOffer, mintSecret, postOffer } from '../../../../../calls/caller.ts';
import type { Voice } from './voice.ts';

export interface Posted {
  readonly secret?: string;
  readonly body?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

export interface Offers {
  /** One that is answered 201. */
  readonly good: string;
  /** Where nothing else is said, the good offer with a fresh secret. */
  post(posted?: Posted): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }>;
}

/** Call it once at the top of a file. */
export function useOffers(voice: Voice): Offers {
  let good: string;
  beforeAll(async () => {
    good = await anOffer();
  });
  afterEach(() => Promise.all(voice.azure.calls.list().map(({ id }) => voice.azure.calls.hangUp(id))));
  return {
    get good() {
      return good;
    },
    async post({ secret, body = good, ...rest } = {}) {
      const response = await postOffer(voice.resource, secret ?? (await mintSecret(voice.resource)), body, rest);
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
  };
}
