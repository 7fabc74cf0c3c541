/**
 * The units that requests of this instance have taken and that may still come back. There are never more of them than
 * requests under way.
 */
export interface UnitsInFlight {
  /** Their instants. */
  of(caller: string): readonly number[];
  add(caller: string, takenAt: number): void;
  /** False where it has ended, or comes back already: a unit is given back once. */
  beginReturn(caller: string, takenAt: number): boolean;
  end(caller: string, takenAt: number): void;
}

export function createUnitsInFlight(): UnitsInFlight {
  const units = new Map<string, Map<number, 'taken' | 'returning'>>();
  return {
    of: (caller) => [...(units.get(caller)?.keys() ?? [])],
    add(caller, takenAt) {
      units.set(caller, (units.get(caller) ?? new Map()).set(takenAt, 'taken'));
    },
    beginReturn(caller, takenAt) {
      if (units.get(caller)?.get(takenAt) !== 'taken') return false;
      units.get(caller)?.set(takenAt, 'returning');
      return true;
    },
    end(caller, takenAt) {
      units.get(caller)?.delete(takenAt);
      if (units.get(caller)?.size === 0) units.delete(caller);
    },
  };
}
