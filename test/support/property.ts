/** A property that is checked at once; the linter cannot tell it from one that is awaited. */
import * as fc from 'fast-check';

export function forAll<T>(property: fc.IProperty<T>, parameters?: fc.Parameters<T>): void {
  void fc.assert(property, parameters);
}
