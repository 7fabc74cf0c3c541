/** The filter of App Configuration, for names that hold its own characters. */
import fc from 'fast-check';
import { parseFilter } from '../../../../local/azure/app-configuration/filter.ts';

const escapeName = (name: string) => name.replace(/[\\*,]/g, '\\$&');
const names = fc.string({ minLength: 1, unit: fc.constantFrom('a', ':', '*', ',', '\\', 'é', '😀') });

test('an escaped name finds that name and no other', () => {
  fc.assert(
    fc.property(names, names, (wanted, other) => {
      const matches = parseFilter(escapeName(wanted));
      expect(matches?.(wanted)).toBe(true);
      expect(matches?.(other)).toBe(wanted === other);
    }),
  );
});

test('an escaped name and a star find what starts with it', () => {
  fc.assert(
    fc.property(names, names, (prefix, rest) => {
      const matches = parseFilter(`${escapeName(prefix)}*`);
      expect(matches?.(prefix + rest)).toBe(true);
      expect(matches?.(rest)).toBe(rest.startsWith(prefix));
    }),
  );
});
