/** Values as JSON.parse makes them, reached by their path. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined` when there is none; what an object inherits, such as `constructor`, is not there. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (isJsonObject(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    root,
  );
}

/** `undefined` when the text is no JSON; a body that is the JSON text `undefined` does not exist. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A copy with that value at that path; objects on the way are made where there is none. */
export function withValueAt(root: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const node = isJsonObject(root) ? root : {};
  return { ...node, [key]: withValueAt(valueAt(node, [key]), rest, value) };
}
