/**
 * Key and label filters of `GET /kv`: up to five exact names separated by commas, or one `prefix*`; a backslash takes
 * the meaning from `*`, `,` and itself, and `%00` is "no label". Source: the documentation of `keyFilter` and
 * `labelFilter` in @azure/app-configuration 1.13.0, models.d.ts.
 */

export type Matcher = (name: string | null) => boolean;

const MAX_NAMES = 5;

interface Name {
  literal: string;
  isPrefix: boolean;
}

/** `undefined` when the filter is not one. */
export function parseFilter(filter: string | null): Matcher | undefined {
  if (filter === null || filter === '' || filter === '*') return () => true;
  const names = parseNames(filter);
  if (!names || names.length > MAX_NAMES || (names.length > 1 && names.some(({ isPrefix }) => isPrefix)))
    return undefined;
  return (name) => names.some((wanted) => isMatch(wanted, name));
}

function isMatch({ literal, isPrefix }: Name, name: string | null): boolean {
  if (name === null) return literal === '\0';
  return isPrefix ? name.startsWith(literal) : name === literal;
}

/** `undefined` when a `*` stands anywhere but at the end. */
function parseNames(filter: string): readonly Name[] | undefined {
  let name: Name = { literal: '', isPrefix: false };
  const names = [name];
  // Each match is one escaped character, or one character as it is.
  for (const [part] of filter.matchAll(/\\[\\*,]|./gsu)) {
    if (part === ',') {
      name = { literal: '', isPrefix: false };
      names.push(name);
    } else if (name.isPrefix) return undefined;
    else if (part === '*') name.isPrefix = true;
    else name.literal += part.length === 2 && part.startsWith('\\') ? part.slice(1) : part;
  }
  return names;
}
