/**
 * The compiler itself reads the environment, with every variable set and with those alone that are required. Other suites
 * put the values in, which hides a default that the compiler refuses.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bicep, findBicep } from './compiler/bicep';
import { predictOnce } from './compiler/prediction';
import { withTemplate } from './compiler/template';
import { VARIANTS } from './compiler/variants';

const bicep = findBicep();

(bicep ? test : test.skip).each(['everything', 'default'] as const)(
  '(%s) deploys what was reviewed',
  async (name) => {
    const once = await withTemplate({}, (root) => predictOnce(bicep as Bicep, root, VARIANTS[name]));
    expect(once).toEqual(JSON.parse(readFileSync(join(__dirname, 'snapshots', `${name}.json`), 'utf8')));
  },
  60_000,
);
