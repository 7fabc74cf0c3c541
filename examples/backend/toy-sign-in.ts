/** TOY: whoever says a name is that person. What you have instead, a session or a cookie, only has to give an id. */
import { randomUUID } from 'node:crypto';

/** An id and no name: the endpoint gets it. */
const IDS = new Map([
  ['Anna', 'user-1'],
  ['Ben', 'user-2'],
]);

export interface ToySignIn {
  /** Takes a name and gives the token of a session. */
  signIn(request: Request): Promise<Response>;
  /** The id of whoever sends this session’s token; `undefined` where nobody is signed in. */
  findUser(request: Request): string | undefined;
}

export function createToySignIn(): ToySignIn {
  const sessions = new Map<string, string>();
  return {
    async signIn(request) {
      const id = IDS.get(await request.text());
      if (id === undefined) return new Response('Nobody has that name.', { status: 403 });
      const token = randomUUID();
      sessions.set(token, id);
      return new Response(token);
    },
    findUser: ({ headers }) => sessions.get(headers.get('authorization')?.replace(/^Bearer /, '') ?? ''),
  };
}
