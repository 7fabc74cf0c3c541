/**
 * The units that requests of this instance have taken and that may still come back. There are never more of them than
 * requests under way.
 */
export interface UnitsInFlight {
  /** Their instants. */
  of(callerHash: string): readonly number[];
  add(callerHash: string, takenAt: number): void;
  /** False where it has ended, or comes back already: a unit is given back once. */
  beginReturn(callerHash: string, takenAt: number): boolean;
  end(callerHash: string, takenAt: number): void;
}

export function createUnitsInFlight(): UnitsInFlight {
  const units = new Map<string, Map<number, 'taken' | 'returning'>>();
  return {
    of: (callerHash) => [...(units.get(callerHash)?.keys() ?? [])],
    add(callerHash, takenAt) {
      units.set(callerHash, (units.get(callerHash) ?? new Map()).set(takenAt, 'taken'));
    },
    beginReturn(callerHash, takenAt) {
      if (units.get(callerHash)?.get(takenAt) !== 'taken') return false;
      units.get(callerHash)?.set(takenAt, 'returning');
      return true;
    },
    end(callerHash, takenAt) {
      units.get(callerHash)?.delete(takenAt);
      if (units.get(callerHash)?.size === 0) units.delete(callerHash);
    },
  };
}
