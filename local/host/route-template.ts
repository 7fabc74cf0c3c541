/**
 * The subset of ASP.NET Core route templates that HTTP triggers of this project use: literals, `{x}`, `{x?}`,
 * `{x:int}`, `{x:int?}` and `{*rest}`. Everything else is refused when the host starts: a template that is understood
 * differently here than in Azure would be worse than none.
 */

/** One segment between two slashes. */
type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly int: boolean; readonly optional: boolean }
  | { readonly kind: 'rest'; readonly name: string };

/** A parsed template. */
export interface RouteTemplate {
  readonly text: string;
  /** The values of its parameters when the path matches, else undefined. An absent optional one is absent. */
  match(segments: readonly string[]): Readonly<Record<string, string>> | undefined;
  /** Sorts before another template when it is more specific: literal, constrained, plain, catch-all. */
  readonly precedence: string;
}

const PARAMETER = /^\{(\*)?([A-Za-z_][A-Za-z0-9_]*)(?::(int))?(\?)?\}$/;
const MAX_INT32 = 2_147_483_647;

/** Parses a template such as `api/realtime/calls/{id}`; throws on what it does not know. */
export function parseRouteTemplate(text: string): RouteTemplate {
  const parts = text === '' ? [] : text.split('/');
  const segments = parts.map((part, index) => parseSegment(part, text, index === parts.length - 1));
  const names = segments.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name.toLowerCase()]));
  if (new Set(names).size !== names.length) throw new Error(`The route template "${text}" names a parameter twice.`);

  const takesRest = segments.at(-1)?.kind === 'rest';
  const match = (path: readonly string[]): Readonly<Record<string, string>> | undefined => {
    if (path.length > segments.length && !takesRest) return undefined;
    if (!segments.every((segment, index) => accepts(segment, path[index]))) return undefined;
    return Object.fromEntries(segments.flatMap((segment, index) => toParams(segment, path.slice(index))));
  };
  return { text, match, precedence: segments.map(rank).join('') };
}

/**
 * Splits a path as the server in front of ASP.NET does: one trailing slash does not count, escapes are decoded, an
 * escaped slash stays escaped, and what is not valid UTF-8 stays as it came.
 */
export function toPathSegments(pathname: string): readonly string[] {
  const trimmed = pathname.replace(/^\//, '').replace(/\/$/, '');
  if (trimmed === '') return [];
  return trimmed.split('/').map((segment) => {
    try {
      return decodeURIComponent(segment.replace(/%2f/gi, (slash) => `%25${slash.slice(1)}`));
    } catch {
      return segment;
    }
  });
}

function parseSegment(text: string, template: string, isLast: boolean): Segment {
  const refuse = (why: string): Error =>
    new Error(`The bundle harness does not support the route template "${template}": ${why}.`);
  if (text === '') throw refuse('it has an empty segment (a leading, doubled or trailing slash)');
  if (!/[{}*?]/.test(text)) {
    if (text.startsWith('~')) throw refuse('a route must not start with "~"');
    return { kind: 'literal', text: text.toLowerCase() };
  }
  const [, star, name, int, optional] = PARAMETER.exec(text) ?? [];
  if (name === undefined) throw refuse(`"${text}" is none of a literal, {x}, {x?}, {x:int}, {*rest}`);
  if (star !== undefined) {
    if (!isLast || int !== undefined || optional !== undefined) throw refuse(`"${text}" must be a plain, last {*rest}`);
    return { kind: 'rest', name };
  }
  if (optional !== undefined && !isLast) throw refuse(`the optional "${text}" is not the last segment`);
  return { kind: 'parameter', name, int: int !== undefined, optional: optional !== undefined };
}

function rank(segment: Segment): string {
  if (segment.kind === 'literal') return '1';
  if (segment.kind === 'rest') return '5';
  return segment.int ? '2' : '3';
}

function isInt32(text: string): boolean {
  return /^[+-]?\d{1,10}$/.test(text) && Number(text) <= MAX_INT32 && Number(text) >= -MAX_INT32 - 1;
}

function accepts(segment: Segment, given: string | undefined): boolean {
  if (segment.kind === 'rest') return true;
  if (segment.kind === 'literal') return given?.toLowerCase() === segment.text;
  if (given === undefined) return segment.optional;
  return given !== '' && (!segment.int || isInt32(given));
}

function toParams(segment: Segment, [given, ...others]: readonly string[]): [string, string][] {
  if (segment.kind === 'literal') return [];
  if (segment.kind === 'rest') return [[segment.name, [given ?? '', ...others].join('/')]];
  return given === undefined ? [] : [[segment.name, given]];
}
