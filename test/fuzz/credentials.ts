/** Authorization headers: good ones, truly signed ones that say the wrong thing, bent ones, and text. */
import * as fc from 'fast-check';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { API_SCOPE } from '../../local/azure/foundation/directory.ts';

export interface Credential {
  readonly made: string;
  readonly authorization: string | readonly string[] | undefined;
  readonly mayMint: boolean;
}

const GOOD_TOKENS = 20;
const BENT_TOKENS = 300;
const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
const CLAIMS = ['iss', 'aud', 'sub', 'oid', 'tid', 'azp', 'scp', 'roles', 'iat', 'nbf', 'exp', 'idtyp', 'x'];
const MEMBERS = ['alg', 'kid', 'typ', 'crit', 'b64', 'jwk', 'jku', 'x5u', 'cty', 'zip'];
/** Bent in one of these, a token is refused whatever else it says: no odd value happens to be a right one but the scope. */
const DECIDING = ['iss', 'aud', 'exp', 'scp', 'alg', 'kid', 'crit'];
/** What a header can hold at all (RFC 9110 section 5.5), beside the bytes above ASCII that a client could send. */
const FIELD_CHARACTERS = [...'!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~ \tabcXYZ0189éÿ\u00a0'];

export const fieldText = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...FIELD_CHARACTERS), maxLength }).map((text) => text.trim());

/** Tokens are signed once, before the first request: a signature costs more than everything else. */
export async function createCredentials(azure: EmulatedAzure, seed: number): Promise<fc.Arbitrary<Credential>> {
  const good = await Promise.all(
    Array.from({ length: GOOD_TOKENS }, (_, index) => azure.callerToken({ sub: `fuzz-${index}` })),
  );
  const bends = fc.sample(
    fc.tuple(
      fc.dictionary(fc.constantFrom(...CLAIMS), oddValue, { minKeys: 1, maxKeys: 3 }),
      fc.dictionary(fc.constantFrom(...MEMBERS), oddValue, { maxKeys: 2 }),
    ),
    { numRuns: BENT_TOKENS, seed },
  );
  const bent = await Promise.all(
    bends.map(async ([claims, header]): Promise<Credential> => {
      const authorization = `Bearer ${await azure.callerToken(claims, header)}`;
      const isDecisive = (name: string): boolean =>
        name in header || (name in claims && !(name === 'scp' && claims[name] === API_SCOPE));
      return { made: 'bent', authorization, mayMint: !DECIDING.some(isDecisive) };
    }),
  );
  const refused = (made: string, authorization: Credential['authorization']): Credential => ({
    made,
    authorization,
    mayMint: false,
  });
  const goodToken = fc.constantFrom(...good);

  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(goodToken, fc.constantFrom('Bearer ', 'bearer ', 'BEARER  ')).map(([token, scheme]) => ({
        made: 'good',
        authorization: scheme + token,
        mayMint: true,
      })),
    },
    { weight: 1, arbitrary: fc.constant(refused('none', undefined)) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(...bent),
    },
    { weight: 4, arbitrary: mutated(goodToken).map((token) => refused('mutated', `Bearer ${token}`)) },
    { weight: 2, arbitrary: tokenOfJson.map((token) => refused('unsigned', `Bearer ${token}`)) },
    { weight: 2, arbitrary: fieldText(200).map((text) => refused('text', `Bearer ${text}`)) },
    { weight: 1, arbitrary: fieldText(60).map((text) => refused('scheme', `x${text}`)) },
    { weight: 1, arbitrary: goodToken.map((token) => refused('two', [`Bearer ${token}`, `Bearer ${token}`])) },
    { weight: 1, arbitrary: goodToken.map((token) => refused('basic', `Basic ${token}`)) },
  );
}

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, '', '*', [], {}, 0, -1, Number.MAX_VALUE, '__proto__', 'none', 'HS256', API_SCOPE),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.double({ noNaN: true }),
);

/** One character in another form, away from the end, whose last bits belong to no byte. */
function mutated(token: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(token, fc.nat(), fc.constantFrom(...ALPHABET), fc.nat(2)).map(([text, at, character, how]) => {
    const index = at % (text.length - 4);
    const other = text[index] === character ? '.' : character;
    const kept = text.slice(index + (how === 0 ? 0 : 1));
    return how === 2 ? text.slice(0, index) : text.slice(0, index) + other + kept;
  });
}

const tokenOfJson: fc.Arbitrary<string> = fc
  .tuple(
    fc.jsonValue({ maxDepth: 2 }),
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: fc.constantFrom(...ALPHABET) }),
  )
  .map(([header, claims, signature]) => `${encode(header)}.${encode(claims)}.${signature}`);

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
