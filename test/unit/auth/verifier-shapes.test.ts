/** Tokens as each vendor writes them, against the rule that docs/callers.md has for it. */
import * as fc from 'fast-check';
import { ISSUER_SHAPES } from '../../../local/azure/issuer/all-issuer-shapes.ts';
import type { Claims, IssuerShape } from '../../../local/azure/issuer/issuer-shape.ts';
import { ruleOf } from '../../../local/azure/issuer/issuer-shape.ts';
import { mayBePerson } from '../../../src/auth/permission.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aSigningKey, aToken, type SigningKey } from '../../support/identity-provider.ts';
import { forAll } from '../../support/property.ts';
import { aVerifierBench, flaw, type RuleText } from './verifier-bench.ts';

const ORIGIN = 'https://issuer.test';
const NOTHING = Object.fromEntries(['oid', 'tid', 'ver', 'scp'].map((claim) => [claim, undefined]));

let key: SigningKey;
let other: SigningKey;
beforeAll(async () => {
  [key, other] = await Promise.all([aSigningKey('key-1'), aSigningKey('key-2')]);
});

/** A verifier with the rules of these shapes, each of whose issuers publishes `keysOf`. */
function aShapesBench(shapes: readonly IssuerShape[], keysOf = (_shape: IssuerShape): SigningKey => key) {
  const bench = aVerifierBench(
    [],
    shapes.map((shape) => ruleOf(shape, ORIGIN)),
  );
  for (const shape of shapes) {
    const { issuer, discoveryPath, jwksPath, query = '' } = shape;
    if (discoveryPath === undefined) {
      bench.provider.answer(ORIGIN + jwksPath, () => Response.json({ keys: [keysOf(shape).jwk] }));
    } else bench.provider.publish(issuer(ORIGIN), ORIGIN + discoveryPath + query, [keysOf(shape)]);
  }
  return bench;
}

const tokenOf = ({ issuer, person }: IssuerShape, claims: Claims = {}, signer = key) =>
  aToken(signer, NOON_MS, { ...NOTHING, iss: issuer(ORIGIN), aud: undefined, ...person, ...claims });

const shapes = ISSUER_SHAPES.map((shape) => [shape.name, shape] as const);

describe.each(shapes)('%s', (_name, shape) => {
  test('serves a person as one', async () => {
    const caller = await aShapesBench([shape]).verify(await tokenOf(shape));
    expect(caller).toMatchObject({ ok: true, value: { isPerson: true } });
  });

  if (shape.app !== undefined) {
    test('serves an app that has what the rule asks for, as somebody else', async () => {
      const { verify } = aShapesBench([shape]);
      const [person, app] = [await verify(await tokenOf(shape)), await verify(await tokenOf(shape, shape.app))];
      // Nothing in the token of a Keycloak service account says that it is one.
      const isPerson = shape.name === 'keycloak';
      expect([person, app]).toMatchObject([{ ok: true }, { ok: true, value: { isPerson } }]);
      expect(person).not.toMatchObject(app.ok ? { value: { hash: app.value.hash } } : {});
    });
  }

  if (shape.without !== undefined) {
    test('serves nobody without the permission', async () => {
      const refused = await aShapesBench([shape]).verify(await tokenOf(shape, shape.without));
      expect(refused).toMatchObject({ error: { reason: 'insufficient_scope' } });
    });
  }

  test('serves nobody for another audience, in whichever claim it is', async () => {
    const { verify } = aShapesBench([shape]);
    const { audienceClaim = 'aud' } = shape.rule as { readonly audienceClaim?: string };
    const others = [{ [audienceClaim]: 'another' }, { [audienceClaim]: ['another'] }, { aud: 'another' }, { aud: '' }];
    for (const claims of others) {
      expect(await verify(await tokenOf(shape, claims))).toEqual(flaw('audience'));
    }
    const none = await verify(await tokenOf(shape, { aud: undefined, [audienceClaim]: undefined }));
    expect(none).toEqual(flaw('claims'));
  });

  test('serves nobody whose token its own issuer has not signed', async () => {
    const { verify } = aShapesBench([shape]);
    expect(await verify(await tokenOf(shape, {}, other))).toEqual(flaw('signature'));
  });
});

describe('whether a caller is a person', () => {
  /** The claims that say who somebody is and who asked: the issuer alone writes them. */
  const OF_THE_ISSUER = new Set(['iss', 'sub', 'oid', 'azp', 'appid', 'client_id', 'cid', 'idtyp']);
  const claimNames = fc.oneof(
    fc.constantFrom(
      'roles',
      'groups',
      'scope',
      'scp',
      'tfp',
      'acr',
      'gty',
      'username',
      'preferred_username',
      'sub_type',
    ),
    fc.string({ maxLength: 12 }).filter((name) => !OF_THE_ISSUER.has(name)),
  );
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>('app', 'client', '5k9hgf2example7client@clients'));

  test('no other claim makes an app of a person, whoever may write it', () => {
    forAll(
      fc.property(fc.constantFrom(...ISSUER_SHAPES), fc.dictionary(claimNames, values), ({ person }, own) => {
        expect(mayBePerson({ ...person, ...own, ...identityOf(person) })).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('an app is one with or without scopes and roles, and is a person where its token stops saying so', () => {
    const apps = ISSUER_SHAPES.filter(({ app, name }) => app !== undefined && name !== 'keycloak');
    forAll(
      fc.property(fc.constantFrom(...apps), fc.array(fc.string()), ({ person, app }, roles) => {
        expect(mayBePerson({ ...person, ...app, roles })).toBe(false);
        expect(mayBePerson({ ...person, ...app, roles, idtyp: undefined, sub: 'anna' })).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  function identityOf(person: Claims): Claims {
    return Object.fromEntries(Object.entries(person).filter(([name]) => OF_THE_ISSUER.has(name)));
  }
});

describe('with the rules of all shapes at once', () => {
  const pairs = fc.constantFrom(...ISSUER_SHAPES).chain((one) =>
    fc.tuple(
      fc.constant(one),
      // Entra’s own share an issuer, and what one of them permits the others do.
      fc.constantFrom(...ISSUER_SHAPES.filter((two) => two.issuer(ORIGIN) !== one.issuer(ORIGIN))),
    ),
  );

  test('nobody becomes a caller of another issuer by the claims of its tokens', async () => {
    const { verify } = aShapesBench(ISSUER_SHAPES);
    await fc.assert(
      fc.asyncProperty(pairs, async ([one, two]) => {
        // All that the other's people have, in a token of one's own issuer: the audience or the permission is not its own.
        const claims = { ...two.person, ...one.without };
        expect(await verify(await tokenOf({ ...one, person: {} }, claims))).toMatchObject({ ok: false });
      }),
      { numRuns: 60 },
    );
  });

  test('a key of one issuer signs for no other', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ([one, two]) => {
        const bench = aShapesBench([one, two], (shape) => (shape === one ? key : other));
        expect(await bench.verify(await tokenOf(two, {}, key))).toEqual(flaw('signature'));
        expect(await bench.verify(await tokenOf(two, {}, other))).toMatchObject({ ok: true });
      }),
      { numRuns: 30 },
    );
  });
});

describe('two rules of one issuer, each with keys of its own', () => {
  const issuer = 'https://issuer.example.com';
  const rule = (name: string, more: RuleText) => ({ issuer, jwks: `${ORIGIN}/${name}`, ...more });
  function aBench(first: RuleText, second: RuleText) {
    const bench = aVerifierBench([], [rule('first', first), rule('second', second)]);
    bench.provider.answer(`${ORIGIN}/first`, () => Response.json({ keys: [key.jwk] }));
    bench.provider.answer(`${ORIGIN}/second`, () => Response.json({ keys: [other.jwk] }));
    return bench;
  }
  const claims = { ...NOTHING, iss: issuer, aud: 'api' };

  test('a token counts by the rule whose key signed it, and by no other', async () => {
    const { verify } = aBench({ audiences: ['api'], scope: 'low' }, { audiences: ['api'], scope: 'high' });
    expect(await verify(await aToken(key, NOON_MS, { ...claims, scp: 'low' }))).toMatchObject({ ok: true });
    expect(await verify(await aToken(other, NOON_MS, { ...claims, scp: 'high' }))).toMatchObject({ ok: true });
    const wrong = await verify(await aToken(key, NOON_MS, { ...claims, scp: 'high' }));
    expect(wrong).toMatchObject({ error: { reason: 'insufficient_scope' } });
  });

  test('the keys of a rule with another audience are not asked for', async () => {
    const { provider, verify } = aBench({ audiences: ['other'], scope: 'x' }, { audiences: ['api'], scope: 'x' });
    expect(await verify(await aToken(other, NOON_MS, { ...claims, scp: 'x' }))).toMatchObject({ ok: true });
    expect(provider.asked).toEqual([`${ORIGIN}/second`]);
  });

  test('one whose keys cannot be had leaves open whether the token is good, and stops nobody of the other', async () => {
    const { provider, verify } = aBench({ audiences: ['api'], scope: 'x' }, { audiences: ['api'], scope: 'x' });
    provider.answer(`${ORIGIN}/first`, () => new Response('', { status: 503 }));
    expect(await verify(await aToken(other, NOON_MS, { ...claims, scp: 'x' }))).toMatchObject({ ok: true });
    const unknown = await verify(await aToken(key, NOON_MS, { ...claims, scp: 'x' }));
    expect(unknown).toMatchObject({ error: { reason: 'issuer_unavailable' } });
  });
});

describe('a claim in which users write', () => {
  const supabase = ISSUER_SHAPES.find(({ name }) => name === 'supabase') as IssuerShape;

  test('gives nobody a role, whatever they write there', async () => {
    const { verify } = aShapesBench([supabase]);
    await fc.assert(
      fc.asyncProperty(
        fc.object({ key: fc.constantFrom('roles', 'app_metadata', '__proto__', 'role') }),
        async (own) => {
          const claims = {
            app_metadata: {},
            user_metadata: { ...own, roles: ['voice'], 'app_metadata.roles': ['voice'] },
          };
          expect(await verify(await tokenOf(supabase, claims))).toMatchObject({
            error: { reason: 'insufficient_scope' },
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('a token that the same client got for another API is not taken by its client', async () => {
  const cognito = ISSUER_SHAPES.find(({ name }) => name === 'cognito') as IssuerShape;
  const { verify } = aShapesBench([cognito]);
  const refused = await verify(await tokenOf(cognito, { aud: 'https://other.example.com' }));
  expect(refused).toMatchObject({
    error: { flaw: 'audience', hint: 'It has an aud, which audienceClaim does not replace.' },
  });
  expect(await verify(await tokenOf(cognito))).toMatchObject({ ok: true });
});
