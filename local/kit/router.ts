/** Finds the handler of a request in a table of routes; a path may have one `{name}` segment. */
import { type Answer, type Handler, type HttpExchange, json, type Reply } from './reply.ts';

export interface Route {
  readonly method: string;
  /** `/kv`, `/kv/{key}` or `/kv/{key}/part`; the segment is handed over decoded. */
  readonly path: string;
  readonly handle: (exchange: HttpExchange, segment: string) => Reply | Promise<Reply>;
}

export interface RouteRefusals {
  readonly notFound: () => Answer;
  readonly methodNotAllowed: (allowed: readonly string[]) => Answer;
}

const PLAIN_REFUSALS: RouteRefusals = {
  notFound: () => json(404, { error: 'There is nothing here.' }),
  methodNotAllowed: (allowed) => json(405, { error: `Use ${allowed.join(' or ')}.` }, { allow: allowed.join(', ') }),
};

export function createRouter(routes: readonly Route[], refusals: RouteRefusals = PLAIN_REFUSALS): Handler {
  return (exchange) => {
    const matches = routes.flatMap((route) => {
      const segment = matchPath(route.path, exchange.url.pathname);
      return segment === undefined ? [] : [{ route, segment }];
    });
    const match = matches.find(({ route }) => route.method === exchange.method);
    if (match) return match.route.handle(exchange, match.segment);
    if (matches.length === 0) return refusals.notFound();
    return refusals.methodNotAllowed(matches.map(({ route }) => route.method));
  };
}

/** The decoded segment, empty for a path without one, `undefined` when the path is another. */
function matchPath(pattern: string, path: string): string | undefined {
  const start = pattern.indexOf('{');
  if (start === -1) return path === pattern ? '' : undefined;
  const end = pattern.slice(pattern.indexOf('}') + 1);
  if (!path.startsWith(pattern.slice(0, start)) || !path.endsWith(end)) return undefined;
  const segment = path.slice(start, path.length - end.length);
  if (segment === '' || segment.includes('/')) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
