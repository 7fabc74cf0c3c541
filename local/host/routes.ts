/** Turns the registered functions into a routing table, and finds the one function that a request is for. */
import type { RegisteredFunction } from './functions-core.ts';
import { parseRouteTemplate, type RouteTemplate, toPathSegments } from './route-template.ts';
import { triggerOf } from './triggers.ts';

/** A function found for a request, with the values of its route's parameters. */
export interface RouteMatch {
  readonly target: RegisteredFunction;
  readonly params: Readonly<Record<string, string>>;
}

/** Undefined is the host's 404. */
export type FindRoute = (method: string, pathname: string) => RouteMatch | undefined;

interface Route {
  readonly template: RouteTemplate;
  readonly methods: ReadonlySet<string>;
  readonly target: RegisteredFunction;
}

/** Builds the table. It throws on a template it does not parse, so that a wrong route stops the start. */
export function createRoutes(functions: Iterable<RegisteredFunction>, prefix: string): FindRoute {
  const routes = [...functions]
    .flatMap((target) => toRoutes(target, prefix))
    .sort((a, b) => (a.template.precedence < b.template.precedence ? -1 : 1));
  return (method, pathname) => {
    const segments = toPathSegments(pathname);
    for (const { template, methods, target } of routes) {
      // A method that is not registered is no match at all: the host answers 404, never 405.
      const params = methods.has(method) ? template.match(segments) : undefined;
      if (params !== undefined) return { target, params };
    }
    return undefined;
  };
}

/** None for a function that is not asked over HTTP. */
function toRoutes(target: RegisteredFunction, prefix: string): Route[] {
  const { name } = target.metadata;
  const { binding: trigger } = triggerOf(target);
  if (trigger.type !== 'httpTrigger') return [];
  // An empty route means the function's name, in the host too.
  const route = trigger.route === undefined || trigger.route === '' ? name : trigger.route;
  const text = prefix === '' ? route : `${prefix}/${route}`;
  if (/^(admin|runtime)(\/|$)/i.test(text)) throw new Error(`The route "${text}" is reserved by the Functions host.`);
  const methods = new Set((trigger.methods ?? []).map((method) => method.toUpperCase()));
  return [{ template: parseRouteTemplate(text), methods, target }];
}
