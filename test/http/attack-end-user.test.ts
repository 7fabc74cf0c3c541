/** Whoever may not speak for end users, in each vendor's tokens: their header is refused and never ignored. */

import { ISSUER_SHAPES } from '../../local/azure/issuer/all-issuer-shapes.ts';
import type { Claims, IssuerShape } from '../../local/azure/issuer/issuer-shape.ts';
import { type Arena, anArena } from './attack-table.ts';

const SPEAKS = 'speaks';
const HEADER = { 'X-On-Behalf-Of': 'anna' };
/** Vendors that give apps scopes and no roles: there the role is a scope. */
const SCOPES: Readonly<Record<string, string>> = { cognito: 'scope', okta: 'scp' };

const pathOf = ({ name, rule }: IssuerShape): string => String(rule['rolesClaim'] ?? SCOPES[name] ?? 'roles');

/** The claims with one role more, where that vendor writes them. */
function withRole(claims: Claims, [first = '', ...rest]: readonly string[]): Claims {
  const held = claims[first];
  if (rest.length > 0) return { ...claims, [first]: withRole((held ?? {}) as Claims, rest) };
  return {
    ...claims,
    [first]: typeof held === 'string' ? `${held} ${SPEAKS}` : [...((held ?? []) as string[]), SPEAKS],
  };
}

/** A mapper of Keycloak’s says what a service account is; everybody else says it by themselves. */
const appOf = ({ name, app }: IssuerShape): Claims => ({ ...app, ...(name === 'keycloak' && { idtyp: 'app' }) });

describe.each(ISSUER_SHAPES.map((shape) => [shape.name, shape] as const))('%s', (_name, shape) => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await anArena(shape, ({ settings }) => {
      const [rule] = JSON.parse(settings.get('realtime:callers') ?? '[]') as readonly object[];
      const own = SCOPES[shape.name] === undefined ? {} : { rolesClaim: SCOPES[shape.name] };
      settings.set('realtime:callers', JSON.stringify([{ ...rule, ...own, onBehalf: { role: SPEAKS } }]));
    });
  });
  afterAll(() => arena.system.stop());

  const path = pathOf(shape).split('.');
  const mint = async (claims: Claims, more: Readonly<Record<string, string>> = {}) =>
    arena.system.mint({ headers: { Authorization: `Bearer ${await arena.forger.signed(claims)}`, ...more } });
  const speaking = (claims: Claims) => withRole({ ...shape.person, ...claims }, path);

  test.each<[string, () => Claims]>([
    ['a person', () => ({})],
    ['a person with the role', () => speaking({})],
    ['a person with the role in every other claim', () => ({ role: SPEAKS, groups: [SPEAKS], onBehalf: SPEAKS })],
  ])('%s is served for themselves, and with the header refused', async (_who, claims) => {
    expect(await mint(claims())).toMatchObject({ status: 200 });
    const before = arena.system.azure.requests.count('openai');
    expect(await mint(claims(), HEADER)).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
    expect(arena.system.azure.requests.count('openai')).toBe(before);
  });

  if (shape.app === undefined) return;

  test('an app without the role is served for itself, and with the header refused', async () => {
    expect(await mint(appOf(shape))).toMatchObject({ status: 200 });
    expect(await mint(appOf(shape), HEADER)).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
  });

  test('an app with the role is served for its end user, and neither for nobody nor from a page', async () => {
    const claims = speaking(appOf(shape));
    const served = await mint(claims, HEADER);
    expect(served).toMatchObject({ status: 200 });
    expect(await arena.system.mintLine(served)).toMatchObject({ callerKind: 'end_user' });
    expect(await mint(claims)).toMatchObject({ status: 400, json: { code: 'end_user_required' } });
    const fromPage = await mint(claims, { ...HEADER, Origin: 'https://app.example.com' });
    expect(fromPage).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
  });

  test('an app with the role that says it is a person speaks for nobody', async () => {
    const claims = { ...speaking(appOf(shape)), idtyp: 'user' };
    const [alone, forAnna] = [await mint(claims), await mint(claims, HEADER)];
    expect([200, 403]).toContain(alone.status);
    expect(forAnna).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
  });
});
