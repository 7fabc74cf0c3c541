/** A template that forgets or renames a resource leaves the old one behind, with its data and its bill. */
import type { Variant } from '../infra/compiler/variants.ts';
import { identityOf, madeByTemplate } from './made-by-template.ts';
import { readRecorded } from './recorded.ts';

const RECORDED = readRecorded('template');
/** Who deployed the recorded template. */
const DEPLOYER = '11111111-1111-4111-8111-111111111111';

describe.each(Object.keys(RECORDED) as readonly Variant[])('(%s) a deployment of the template before', (variant) => {
  const before = RECORDED[variant].map((made) => identityOf(made, DEPLOYER));
  const now = madeByTemplate(variant).map((made) => identityOf(made, DEPLOYER));

  test('keeps every resource, by type, name and place, its role assignments too', () => {
    expect(before.length).toBeGreaterThan(20);
    expect(before.filter((resource) => !now.includes(resource))).toEqual([]);
  });

  test('has no resource twice afterwards, under two spellings of one name', () => {
    expect(now.filter((resource, index) => now.indexOf(resource) !== index)).toEqual([]);
  });
});
