/** Holds one value, and tells whoever wants to know that it is another one now. */

export interface Store<T> {
  get(): T;
  change(next: (current: T) => T): void;
  /** Called once at the start, and after each change. */
  watch(look: (current: T) => void): void;
}

export function createStore<T>(first: T): Store<T> {
  let current = first;
  const lookers: ((current: T) => void)[] = [];
  return {
    get: () => current,
    change(next) {
      current = next(current);
      for (const look of lookers) look(current);
    },
    watch(look) {
      lookers.push(look);
      look(current);
    },
  };
}
