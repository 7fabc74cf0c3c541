/**
 * A table of attacks on the trust boundary. Each row has the token that must be refused and, beside it, the nearest
 * one that must pass: a refusal for the wrong reason would refuse both.
 */
import { createHmac, createPublicKey } from 'node:crypto';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { createSigningKey, type SigningKey } from '../../local/azure/foundation/signing-key.ts';
import { ISSUER_SHAPES } from '../../local/azure/issuer/all-issuer-shapes.ts';
import type { CallerClaimOverrides } from '../../local/azure/issuer/caller-token.ts';
import type { IssuerShape } from '../../local/azure/issuer/issuer-shape.ts';
import { keyPairs } from '../support/key-pairs.ts';
import { send } from '../unit/local/azure/clients.ts';
import { type Answer, type System, startSystem } from './system.ts';

type Members = Readonly<Record<string, unknown>>;

/** What an attacker has: any token of the issuer's that is not theirs to bend, the issuer's public key, a key of their own. */
export interface Forger {
  /** The issuer identifier that is trusted. */
  readonly issuer: string;
  /** Of the key that signs the issuer's tokens. */
  readonly kid: string;
  readonly publicJwk: Members;
  readonly own: SigningKey;
  /** Truly signed by the issuer, whatever it says. */
  signed(claims?: CallerClaimOverrides, header?: Members): Promise<string>;
  /** Good claims, signed with the attacker's key. */
  forged(header?: Members): string;
  /** Good claims under any header, with whatever `sign` makes of the two halves. */
  assembled(header: Members, sign: (input: string) => Buffer): string;
}

/** What it is, the token that is refused, its neighbour, and another status than 401. */
export type Attack = readonly [
  what: string,
  refused: (forger: Forger) => string | Promise<string>,
  neighbour: (forger: Forger) => string | Promise<string>,
];

/** By claims alone, each truly signed. */
export function row(what: string, refused: CallerClaimOverrides, neighbour: CallerClaimOverrides = {}): Attack {
  return [what, ({ signed }) => signed(refused), ({ signed }) => signed(neighbour)];
}

export interface Arena {
  readonly system: System;
  readonly forger: Forger;
}

/**
 * Quotas are off: the neighbours are one person who comes more often than a person does. `beforeStart` sets what the
 * app finds from its first moment.
 */
export async function anArena(shape?: IssuerShape, beforeStart?: (azure: EmulatedAzure) => void): Promise<Arena> {
  const made: Forger[] = [];
  const system = await startSystem({
    settings: { 'realtime:quota': '{}' },
    async prepare(azure) {
      if (shape) azure.switches.set('issuer.shape', shape.name);
      made.push(await aForger(azure));
      beforeStart?.(azure);
    },
  });
  const [forger = await aForger(system.azure)] = made;
  return { system, forger };
}

/**
 * A vendor for each way to an issuer's keys: its metadata is where the issuer is, where the rule says, and nowhere.
 * What is wrong with a token before its claims are read depends on nothing else of a vendor.
 */
export const WAYS_TO_KEYS = ISSUER_SHAPES.filter(({ name }) => ['entra-v2', 'b2c', 'supabase'].includes(name));

/** The suite for each vendor whose tokens the emulated issuer can sign, or for those of them that make a difference. */
export function againstEachShape(
  suite: (arena: () => Arena, shape: IssuerShape) => void,
  shapes: readonly IssuerShape[] = ISSUER_SHAPES,
): void {
  describe.each(shapes.map((shape) => [shape.name, shape] as const))('%s', (_name, shape) => {
    let arena: Arena;
    beforeAll(async () => {
      arena = await anArena(shape);
    });
    afterAll(() => arena.system.stop());
    suite(() => arena, shape);
  });
}

export function describeAttacks(name: string, arena: () => Arena, status: 401 | 403, attacks: readonly Attack[]): void {
  describe(name, () => {
    test.each(attacks)('%s', async (_what, refused, neighbour) => {
      const { system, forger } = arena();
      await expectRefused(system, `Bearer ${await refused(forger)}`, status);
      expect(await system.mint({ headers: { Authorization: `Bearer ${await neighbour(forger)}` } })).toMatchObject({
        status: 200,
      });
    });
  });
}

/** Refused as RFC 6750 says, without a word about the token, and Azure OpenAI was not asked. */
export async function expectRefused(system: System, Authorization: string, status: number): Promise<Answer> {
  const before = system.azure.requests.count('openai');
  const answer = await system.mint({ headers: { Authorization } });
  expect(answer).toMatchObject({ status });
  expect(system.azure.requests.count('openai')).toBe(before);
  expect(answer.headers.get('www-authenticate')).toContain(
    status === 403 ? 'error="insufficient_scope"' : 'error="invalid_token"',
  );
  return answer;
}

async function aForger(azure: EmulatedAzure): Promise<Forger> {
  const own = createSigningKey(keyPairs(8));
  const sample = await azure.callerToken();
  const [header = '', claims = ''] = sample.split('.');
  const kid = String(decode(header)['kid']);
  return {
    issuer: String(decode(claims)['iss']),
    kid,
    publicJwk: await publishedKey(azure),
    own,
    signed: (bent, head) => azure.callerToken(bent, head),
    forged: (head = {}) => own.sign(decode(claims), { kid, ...head }),
    assembled(head, sign) {
      const input = `${encode({ typ: 'JWT', kid, ...head })}.${claims}`;
      return `${input}.${sign(input).toString('base64url')}`;
    },
  };
}

/** What everybody can read: the key set of the issuer, from where the rule says that it is. */
async function publishedKey(azure: EmulatedAzure): Promise<Members> {
  const [rule = {}] = JSON.parse(azure.settings.get('realtime:callers') ?? '[]') as readonly Record<string, string>[];
  const get = async (url: string) => JSON.parse((await send(azure, url)).body) as Readonly<Record<string, unknown>>;
  const discovery = rule['discovery'] ?? `${rule['issuer']?.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { keys } = await get(rule['jwks'] ?? String((await get(discovery))['jwks_uri']));
  return (keys as readonly Members[])[0] ?? {};
}

/** The three parts of a token, each replaced by what `bend` makes of it. */
export async function bent(
  token: Promise<string> | string,
  bend: (parts: readonly [header: string, claims: string, signature: string]) => readonly string[],
): Promise<string> {
  const [header = '', claims = '', signature = ''] = (await token).split('.');
  return bend([header, claims, signature]).join('.');
}

/** The public key used as the secret of an HMAC, in each form in which people have it (RFC 8725 section 2.1). */
export function hmac(hash: 'sha256' | 'sha384' | 'sha512', jwk: Members, form: 'pem' | 'der' | 'jwk' | 'n' | 'empty') {
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const secret = {
    pem: () => key.export({ type: 'spki', format: 'pem' }),
    der: () => key.export({ type: 'spki', format: 'der' }),
    jwk: () => JSON.stringify(jwk),
    n: () => Buffer.from(String(jwk['n']), 'base64url'),
    empty: () => '',
  }[form]();
  return (input: string): Buffer => createHmac(hash, secret).update(input).digest();
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(half: string): Members {
  return JSON.parse(Buffer.from(half, 'base64url').toString('utf8')) as Members;
}
