/** Finds the handler of a request in a table of routes; their paths are patterns of the URL Pattern Standard. */
import { type Answer, type Handler, type HttpExchange, json, type Reply } from './reply.ts';

/** A method and a path such as `/kv/:key`; what `:key` stands for is one segment and is handed over decoded. */
export interface RoutePath {
  readonly method: string;
  readonly path: string;
}

/** By the names in the path. */
export type Segments = Readonly<Record<string, string>>;

export interface Route extends RoutePath {
  readonly handle: (exchange: HttpExchange, segments: Segments) => Reply | Promise<Reply>;
}

export interface RouteRefusals {
  readonly notFound: () => Answer;
  readonly methodNotAllowed: (allowed: readonly string[]) => Answer;
}

export interface RouteMatch<R> {
  readonly route: R;
  readonly segments: Segments;
}

/** Node 24 has it (https://urlpattern.spec.whatwg.org); the declarations of Node are those of 22, where `src` runs too. */
declare const URLPattern: new (
  init: { readonly pathname: string },
  options: { readonly ignoreCase: boolean },
) => {
  exec(input: {
    readonly pathname: string;
  }): { readonly pathname: { readonly groups: Readonly<Record<string, string | undefined>> } } | null;
};

const PLAIN_REFUSALS: RouteRefusals = {
  notFound: () => json(404, { error: 'There is nothing here.' }),
  methodNotAllowed: (allowed) => json(405, { error: `Use ${allowed.join(' or ')}.` }, { allow: allowed.join(', ') }),
};

export function createRouter(routes: readonly Route[], refusals: RouteRefusals = PLAIN_REFUSALS): Handler {
  const find = createRouteFinder(routes);
  return (exchange) => {
    const matches = find(exchange.url.pathname);
    const match = matches.find(({ route }) => route.method === exchange.method);
    if (match) return match.route.handle(exchange, match.segments);
    if (matches.length === 0) return refusals.notFound();
    return refusals.methodNotAllowed(matches.map(({ route }) => route.method));
  };
}

/** Finds the routes of a path, whatever their method, in the order of the table. */
export function createRouteFinder<R extends RoutePath>(
  routes: readonly R[],
  { ignoreCase = false } = {},
): (pathname: string) => readonly RouteMatch<R>[] {
  const table = routes.map((route) => ({
    route,
    mayBe: createGlance(route.path, ignoreCase),
    pattern: new URLPattern({ pathname: route.path }, { ignoreCase }),
  }));
  return (pathname) => {
    const words = pathname.split('/');
    return table.flatMap(({ route, mayBe, pattern }) => {
      const found = mayBe(words) ? pattern.exec({ pathname }) : null;
      const segments = found ? decodeSegments(found.pathname.groups) : undefined;
      return segments ? [{ route, segments }] : [];
    });
  };
}

const LITERAL = /^[\w.-]*$/;
const NAMED = /^:\w+$/;

/**
 * Whether the pattern is worth asking: a table has dozens, and each costs more than the words of the path. Of a pattern
 * that is more than words and named segments it knows nothing.
 */
function createGlance(path: string, ignoreCase: boolean): (words: readonly string[]) => boolean {
  const wanted = path.split('/');
  if (!wanted.every((word) => LITERAL.test(word) || NAMED.test(word))) return () => true;
  const same = ignoreCase
    ? (word: string, given?: string) => word.toLowerCase() === given?.toLowerCase()
    : (word: string, given?: string) => word === given;
  return (words) =>
    words.length === wanted.length && wanted.every((word, index) => NAMED.test(word) || same(word, words[index]));
}

/** `undefined` for a path that is no percent-encoded UTF-8: nothing is found there. */
function decodeSegments(groups: Readonly<Record<string, string | undefined>>): Segments | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value = '']) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined;
  }
}
