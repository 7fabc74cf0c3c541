/** Relays what the package asks for: an offer, a hang-up, and what a problem means. */

export interface RelayOptions {
  readonly endpoint: string;
  readonly getAppToken: () => Promise<string>;
  /** The id of whoever asks: 1 to 256 visible ASCII characters without a comma. */
  readonly findUser: (request: Request) => string | undefined;
}

const CALLS = /^\/realtime\/calls(?:\/[\w-]+\/hangup)?$/;
const PROBLEMS = /^\/problems\/[\w-]+$/;
/** Of the endpoint’s answer what the package reads. */
const HANDED_ON: ReadonlySet<string> = new Set([
  ...['content-type', 'location', 'realtime-call-ends', 'realtime-model'],
  ...['retry-after', 'x-should-retry', 'x-request-id'],
]);
/** The endpoint gives Azure 8 s; the page waits for 15. */
const LIMIT_MS = 12_000;

export function createRelay({ endpoint, getAppToken, findUser }: RelayOptions) {
  /** A request of this server’s own: nothing of the page’s headers goes along but the type of its body. */
  async function callFor(userId: string, path: string, request: Request): Promise<Response> {
    const type = request.headers.get('content-type');
    const answer = await ask(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await getAppToken()}`,
        'x-on-behalf-of': userId,
        ...(type === null ? {} : { 'content-type': type }),
      },
      body: await request.text(),
    });
    // It means this server’s token, and the page would ask its user to sign in again.
    return answer.status === 401 ? problem(502, 'backend_refused', 'The endpoint does not admit this server.') : answer;
  }

  async function ask(path: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const answer = await fetch(endpoint + path, { ...init, redirect: 'manual', signal });
    const headers = [...answer.headers].filter(([name]) => HANDED_ON.has(name));
    return new Response(await answer.text(), { status: answer.status, headers });
  }

  return async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const path = pathname.replace(/^\/api/, '');
    try {
      if (request.method === 'GET' && PROBLEMS.test(path)) {
        return await ask(path, { headers: { accept: 'application/json' } });
      }
      if (request.method !== 'POST' || !CALLS.test(path)) return problem(404, 'not_found', 'There is nothing here.');
      const userId = findUser(request);
      if (userId === undefined) return problem(401, 'not_signed_in', 'Sign in first.');
      return await callFor(userId, path + search, request);
    } catch (error) {
      console.error(error);
      return problem(502, 'backend_failed', 'This server cannot reach the endpoint, or gets no token for it.');
    }
  };
}

/** RFC 9457, with a code: the form of the endpoint’s own problems, which the package takes for a CallError. */
function problem(status: number, code: string, detail: string): Response {
  const headers = { 'content-type': 'application/problem+json' };
  return new Response(JSON.stringify({ status, code, detail }), { status, headers });
}
