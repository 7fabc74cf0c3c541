/** docs/callers.md: each of its rules is one that the app takes, and those of a shape are the shape’s. */

import { readFileSync } from 'node:fs';
import { ISSUER_SHAPES } from '../../../local/azure/issuer/all-issuer-shapes.ts';
import { validate } from '../../../src/lib/validation.ts';
import { BASE_SETTINGS } from '../../../src/settings/keys.ts';
import { codeBlocks } from '../../support/code-blocks.ts';

const PAGE = 'docs/callers.md';
const page = readFileSync(PAGE, 'utf8');
const blocks = codeBlocks(PAGE, 'json');
const rules = blocks.flatMap((block) => JSON.parse(block) as readonly Readonly<Record<string, unknown>>[]);

/** By what does not depend on whose account it is. */
const gist = ({
  audienceClaim,
  scopeClaim,
  rolesClaim,
  anyToken,
  discovery,
  jwks,
}: Readonly<Record<string, unknown>>) =>
  JSON.stringify({
    audienceClaim,
    scopeClaim,
    rolesClaim,
    anyToken,
    key: jwks === undefined ? typeof discovery : 'jwks',
  });

test('the page has a rule for each issuer', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(13);
});

test.each(blocks.map((block) => [block]))('the app takes %s', (block) => {
  expect(validate(BASE_SETTINGS.callers.schema, block)).toMatchObject({ ok: true });
});

test.each(ISSUER_SHAPES.map((shape) => [shape.name, shape] as const))(
  'the shape %s is on the page, and its rule beside it',
  (name, { rule, discoveryPath }) => {
    expect(page).toContain(`\`${name}\``);
    const where = discoveryPath === undefined ? { jwks: '' } : {};
    const others = [
      { ...rule, ...where },
      { ...rule, ...where, discovery: '' },
    ].map(gist);
    expect(rules.map(gist).filter((one) => others.includes(one))).not.toEqual([]);
  },
);

test.each([
  ['accounts.google.com', { anyToken: true }],
  ['user_metadata', { role: 'a', rolesClaim: 'user_metadata' }],
  ['unsafe_metadata', { role: 'a', rolesClaim: 'unsafe_metadata' }],
  ['custom:', { role: 'a', rolesClaim: 'custom:role' }],
])('what it says that is refused is refused: %s', (named, more) => {
  expect(page).toContain(named);
  const rule = { issuer: 'https://accounts.google.com', audiences: ['a'], ...more };
  expect(validate(BASE_SETTINGS.callers.schema, JSON.stringify([rule]))).toMatchObject({ ok: false });
});
