/** The browser's `fetch` of a page that makes mistakes: what "Break it" shows, and the package never does. */
import type { CallPorts, Mistakes } from './ports.ts';
import { takesOffer } from './takes-offer.ts';

type Fetch = CallPorts['fetch'];

export function withMistakes(fetch: Fetch, mistakes: Mistakes): Fetch {
  return async (url, init) => {
    // A look whether the server is there is no mistake of the page’s.
    if (init.mode === 'no-cors') return fetch(url, init);
    if (url.endsWith('/client_secrets')) {
      const { method = init.method, mints = 1 } = mistakes;
      return repeat(mints, () => fetch(url, { ...init, ...(method === undefined ? {} : { method }) }));
    }
    if (!takesOffer(url) || init.method !== 'POST') return fetch(url, init);
    const answer = await repeat(mistakes.offers ?? 1, () => fetch(url, init));
    if (answer.ok || !mistakes.ignoresStatus) return answer;
    return new Response(await answer.text(), { status: 201, headers: answer.headers });
  };
}

/** The last answer, or the first that is a refusal. */
async function repeat(times: number, work: () => Promise<Response>): Promise<Response> {
  let answer = await work();
  for (let more = times - 1; more > 0 && answer.ok; more -= 1) answer = await work();
  return answer;
}
