/** What is not exactly one signed token: bent signatures, other serialisations, two tokens, stray characters. */
import { sendRaw } from '../support/raw-request.ts';
import {
  type Attack,
  againstEachShape,
  bent,
  describeAttacks,
  encode,
  type Forger,
  WAYS_TO_KEYS,
} from './attack-table.ts';

const good = ({ signed }: Forger): Promise<string> => signed();
type Bend = Parameters<typeof bent>[1];
const made = (what: string, bend: Bend, neighbour = good): Attack => [
  what,
  ({ signed }) => bent(signed(), bend),
  neighbour,
];

function withBit(signature: string, index: number): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

/** fetch writes a character as one byte, and the function host reads bytes as UTF-8. */
function asUtf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** A toJSON of the claims decides what is signed: the emulator's issuer signs whatever it is given. */
async function constant<T>(value: T | Promise<T>): Promise<() => T> {
  const known = await value;
  return () => known;
}

function deep(levels: number): string {
  return Buffer.from(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`).toString('base64url');
}

function toBase64(part: string): string {
  return part.replaceAll('-', '+').replaceAll('_', '/');
}

againstEachShape((get) => {
  describeAttacks('a signature that is not the token’s own', get, 401, [
    [
      'of another good token of the same person',
      async ({ signed }) => {
        const [, , other = ''] = (await signed({ jti: 'other' })).split('.');
        return bent(signed(), ([header, claims]) => [header, claims, other]);
      },
      ({ signed }) => signed({ jti: 'other' }),
    ],
    ['of the attacker’s key', ({ forged }) => forged(), good],
    made('with its first bit turned', ([header, claims, signature]) => [header, claims, withBit(signature, 0)]),
    made('with a bit turned in its middle', ([header, claims, signature]) => [header, claims, withBit(signature, 128)]),
    made('shorter by one character', ([header, claims, signature]) => [header, claims, signature.slice(0, -1)]),
    made('shorter by one byte', ([header, claims, signature]) => [header, claims, signature.slice(0, -2)]),
    made('cut in half', ([header, claims, signature]) => [header, claims, signature.slice(0, 171)]),
    made('longer by three bytes', ([header, claims, signature]) => [
      header,
      claims,
      `${signature.slice(0, 340)}AAAAAA`,
    ]),
    made('of zeros', ([header, claims]) => [header, claims, Buffer.alloc(256).toString('base64url')]),
    made('that is empty', ([header, claims]) => [header, claims, '']),
    made('that covers other claims', ([header, , signature]) => [header, encode({ sub: 'admin' }), signature]),
    made('that covers another header', ([, claims, signature]) => [encode({ alg: 'RS256' }), claims, signature]),
  ]);

  describeAttacks('another serialisation', get, 401, [
    made('a detached payload', ([header, , signature]) => [header, '', signature]),
    made('without a header', ([, claims, signature]) => ['', claims, signature]),
    made('two parts', ([header, claims]) => [header, claims]),
    made('four parts', (parts) => [...parts, 'AAAA']),
    made('five parts, as an encrypted token has them', (parts) => [...parts, 'AAAA', 'AAAA']),
    made('a dot at the end', (parts) => [...parts, '']),
    made('a dot at the beginning', (parts) => ['', ...parts]),
    [
      'a token nested in a token, both signed by the issuer',
      async ({ signed }) => signed({ toJSON: await constant(signed()) }, { cty: 'JWT' }),
      ({ signed }) => signed({}, { cty: 'JWT' }),
    ],
    ['claims that are a list', async ({ signed }) => signed({ toJSON: await constant([{ sub: 'x' }]) }), good],
    ['claims that are null', async ({ signed }) => signed({ toJSON: await constant(null) }), good],
    ['claims that are a number', async ({ signed }) => signed({ toJSON: await constant(7) }), good],
    made('claims that are not UTF-8', ([header, , signature]) => [header, 'eyJhIjoi_yJ9', signature]),
    made('claims that are not JSON', ([header, , signature]) => [header, 'eyJhIjo', signature]),
    made('a header that is not JSON', ([, claims, signature]) => ['eyJhbGciOg', claims, signature]),
    made('a header that is a list', ([, claims, signature]) => [encode(['RS256']), claims, signature]),
    ['claims nested 2,000 levels deep and not signed', () => `e30.${deep(2_000)}.e30`, good],
    [
      'the alphabet of base64 and not of base64url',
      ({ signed }) => bent(signed({ a: '???>>>' }), (parts) => parts.map(toBase64)),
      ({ signed }) => signed({ a: '???>>>' }),
    ],
  ]);

  describeAttacks('white space and company', get, 401, [
    ['two tokens with a space between', async ({ signed }) => `${await signed()} ${await signed()}`, good],
    ['two tokens with a comma between', async ({ signed }) => `${await signed()},${await signed()}`, good],
    ['a good token after a bad one', async ({ signed, forged }) => `${forged()}, Bearer ${await signed()}`, good],
    ['a good token before a bad one', async ({ signed, forged }) => `${await signed()}, Bearer ${forged()}`, good],
    made('a space after the first dot', ([h, c, s]) => [h, ` ${c}`, s]),
    made('a tab in the signature', ([h, c, s]) => [h, c, `${s.slice(0, 9)}\t${s.slice(9)}`]),
    made('a tab before the token', ([h, c, s]) => [`\t${h}`, c, s]),
    made('a no-break space behind the token', ([h, c, s]) => [h, c, `${s}${asUtf8('\u00a0')}x`]),
    made('quotes', ([h, c, s]) => [`"${h}`, c, `${s}"`]),
    made('percent signs', ([h, c, s]) => [h, c, `${s}%00`]),
    made('a letter with an accent', ([h, c, s]) => [h, c, `${s}${asUtf8('é')}`]),
    made('“Bearer” twice', ([h, c, s]) => [`Bearer ${h}`, c, s]),
    made('parameters, as other schemes have them', ([h, c, s]) => [`token="${h}`, c, `${s}"`]),
  ]);

  describe('a header that the function host does not take as it is', () => {
    const line = 'POST /api/realtime/client_secrets HTTP/1.1';
    const ask = (...headers: readonly (string | Buffer)[]) =>
      sendRaw(get().system.host.url, line, ['Host: localhost', 'Content-Length: 0', ...headers]);

    test.each<[string, (good: string, bad: string) => readonly string[]]>([
      ['two Authorization headers, both good', (token) => [token, token]],
      ['two Authorization headers, the first good', (token, bad) => [token, bad]],
      ['two Authorization headers, the second good', (token, bad) => [bad, token]],
    ])('%s, are 401, and one alone is served', async (_what, pick) => {
      const { forger } = get();
      const token = await forger.signed();
      const headers = pick(token, forger.forged()).map((text) => `Authorization: Bearer ${text}`);
      expect(await ask(...headers)).toMatchObject({ status: 401 });
      expect(await ask(`Authorization: Bearer ${token}`)).toMatchObject({ status: 200 });
    });

    test('a header folded over two lines is refused before it is read, and on one line it is served', async () => {
      const token = await get().forger.signed();
      expect(await ask(`Authorization: Bearer\r\n ${token}`)).toMatchObject({ status: 400 });
      expect(await ask(`Authorization: Bearer ${token}`)).toMatchObject({ status: 200 });
    });

    test('a letter that is no UTF-8 is refused before it is read, and a token in ASCII is served', async () => {
      const token = await get().forger.signed();
      const latin1 = Buffer.from(`Authorization: Bearer ${token}é`, 'latin1');
      expect(await ask(latin1)).toMatchObject({ status: 400 });
      expect(await ask(`Authorization: Bearer ${token}`)).toMatchObject({ status: 200 });
    });

    test('a token of 20 KiB, truly signed, is refused without a fault, and one of 12 KiB is served', async () => {
      const { system, forger } = get();
      const of = async (length: number) => ({
        Authorization: `Bearer ${await forger.signed({ pad: 'x'.repeat(length) })}`,
      });
      const { status } = await system.mint({ headers: await of(15_000) });
      expect(status).toBe(401);
      expect(await system.mint({ headers: await of(8_500) })).toMatchObject({ status: 200 });
    });
  });
}, WAYS_TO_KEYS);
