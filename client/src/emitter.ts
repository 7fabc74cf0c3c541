/** Listeners by the name of what they hear. */
export interface Emitter<Events> {
  /** Gives what takes the listener away again. */
  on<Name extends keyof Events>(name: Name, listener: (told: Events[Name]) => void): () => void;
  tell<Name extends keyof Events>(name: Name, told: Events[Name]): void;
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(told: never) => void>>();
  return {
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => own.delete(listener);
    },
    tell(name, told) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          (listener as (told: unknown) => void)(told);
        } catch (cause) {
          // A fault of the page must not end its call; it shows where every other one does.
          reportError(cause);
        }
      }
    },
  };
}
