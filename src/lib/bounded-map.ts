/** A map that never holds more than `maxEntries`: the entry that was set or read least recently makes room. */
export interface BoundedMap<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
}

export function createBoundedMap<K, V>(maxEntries: number): BoundedMap<K, V> {
  // A Map keeps the order of insertion, so its first key is the one that nobody touched for longest.
  const entries = new Map<K, V>();

  function set(key: K, value: V): void {
    entries.delete(key);
    entries.set(key, value);
    if (entries.size <= maxEntries) return;
    for (const oldest of entries.keys()) {
      entries.delete(oldest);
      return;
    }
  }

  return {
    set,
    delete: (key) => void entries.delete(key),
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
  };
}
