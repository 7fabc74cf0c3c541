/** An app that speaks for its end users: who may, what they may say, and who its end users are then. */
import fc from 'fast-check';
import type { AuthError } from '../../../src/auth/auth-error.ts';
import type { Caller } from '../../../src/auth/caller.ts';
import { err, type Result } from '../../../src/lib/result.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aSigningKey, aToken, type SigningKey } from '../../support/identity-provider.ts';
import { unwrap } from '../../support/result.ts';
import { API, TENANT } from '../../support/stored-settings.ts';
import { aVerifierBench } from './verifier-bench.ts';

const RULE = {
  tenant: TENANT,
  audiences: [API],
  scope: 'access_as_user',
  role: 'Realtime.Mint',
  operatorRole: 'Operator',
  hangUpRole: 'Operator',
  onBehalf: { role: 'Speaks' },
};
const HEADER = 'x-on-behalf-of';
const app = (id: string, ...roles: readonly string[]) => ({
  scp: undefined,
  idtyp: 'app',
  oid: id,
  sub: id,
  roles: ['Realtime.Mint', ...roles],
});
const SPEAKER = app('app-1', 'Speaks');

let key: SigningKey;
beforeAll(async () => {
  key = await aSigningKey();
});

const bench = (rules: readonly Readonly<Record<string, unknown>>[] = [RULE]) => aVerifierBench([key], rules);
const ask = async (claims: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>>) =>
  bench().verifyWith(headers, await aToken(key, NOON_MS, claims));
const endUserOf = async (claims: Readonly<Record<string, unknown>>, value: string) =>
  unwrap(await ask(claims, { [HEADER]: value }));

const required = err(expect.objectContaining({ reason: 'end_user_required', header: HEADER }) as AuthError);
const refused = (isFromPage = false) =>
  err(expect.objectContaining({ reason: 'end_user_refused', header: HEADER, isFromPage }) as AuthError);

type Outcome = 'refused' | 'themselves' | 'an end user';

function outcomeOf(asked: Result<Caller, AuthError>): Outcome {
  if (!asked.ok) return 'refused';
  return asked.value.statedBy ? 'an end user' : 'themselves';
}

/** @param speaksWell of who may speak: whether they do as they should. */
function expectedOf(isAdmitted: boolean, speaksWell: boolean | undefined, value: string | undefined): Outcome {
  if (!isAdmitted) return 'refused';
  if (speaksWell !== undefined) return speaksWell ? 'an end user' : 'refused';
  return value === undefined ? 'themselves' : 'refused';
}

describe('the end user of an app', () => {
  test('is the caller, a person, below that app', async () => {
    const { hash: appHash } = unwrap(await ask(app('app-1'), {}));
    const anna = await endUserOf(SPEAKER, 'anna');
    expect(anna).toMatchObject({ isPerson: true, statedBy: { app: appHash, entry: 0 }, roles: SPEAKER.roles });
    expect(anna.hash).not.toBe(appHash);
    expect(await endUserOf(SPEAKER, 'anna')).toEqual(anna);
  });

  test('has none of the app’s rights over others', async () => {
    const operator = app('app-1', 'Speaks', 'Operator');
    expect(await endUserOf(operator, 'anna')).toMatchObject({
      isOperator: false,
      seesCallsOf: { rules: [] },
      endsCallsOf: { rules: [] },
    });
    expect(unwrap(await ask(app('app-1', 'Operator'), {})).isOperator).toBe(true);
  });

  test('is nobody below another app, and nobody with a token of their own', async () => {
    const values = fc.string({
      unit: fc.constantFrom(...'a"[]\\:1'),
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(values, values, values, values, async (one, other, appId, otherId) => {
        const callers = await Promise.all([
          endUserOf(app(appId, 'Speaks'), one),
          endUserOf(app(otherId, 'Speaks'), other),
          ask({ oid: one, sub: one }, {}).then(unwrap),
        ]);
        const isSame = one === other && appId.toLowerCase() === otherId.toLowerCase();
        expect(new Set(callers.map(({ hash }) => hash)).size).toBe(isSame ? 2 : 3);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['as it is written: letters have a case', 'anna', 'Anna'],
    ['of 256 characters', 'a'.repeat(256), `${'a'.repeat(255)}b`],
    ['with every sign but a comma and a space', '!"#$%&\'()*+-./:;<=>?@[\\]^_`{|}~', '!'],
  ])('is named %s', async (_what, value, neighbour) => {
    expect((await endUserOf(SPEAKER, value)).hash).not.toBe((await endUserOf(SPEAKER, neighbour)).hash);
  });

  test.each([
    ['absent', {}],
    ['empty', { [HEADER]: '' }],
    ['sent twice, as the host hands it on', { [HEADER]: 'anna,ben' }],
    ['sent twice, as proxies join it', { [HEADER]: 'anna, anna' }],
    ['of two words', { [HEADER]: 'anna b' }],
    ['of 257 characters', { [HEADER]: 'a'.repeat(257) }],
    ['with a letter beyond ASCII', { [HEADER]: 'ann\u00e4' }],
    ['with a tab', { [HEADER]: 'an\tna' }],
  ])('has to be said: a header that is %s is refused', async (_what, headers) => {
    expect(await ask(SPEAKER, headers)).toEqual(required);
  });

  test.each([
    ['an app without the role', app('app-1')],
    ['an app with the role in other letters', app('app-1', 'speaks')],
    ['a person', {}],
    ['a person with the role', { roles: ['Speaks'] }],
    ['a person with every role', { roles: ['Realtime.Mint', 'Speaks', 'Operator'] }],
  ])('is not for %s to say, and never ignored', async (_who, claims) => {
    expect(await ask(claims, { [HEADER]: 'anna' })).toEqual(refused());
    expect(await ask(claims, { [HEADER]: '' })).toEqual(refused());
    expect(await ask(claims, {})).toMatchObject({ ok: true });
  });

  test('is not for a page to say', async () => {
    expect(await ask(SPEAKER, { [HEADER]: 'anna', Origin: 'https://app.example.com' })).toEqual(refused(true));
    expect(await ask(SPEAKER, { [HEADER]: 'anna' })).toMatchObject({ ok: true });
  });

  test('is not said in the header of another rule, nor in the usual one where a rule has its own', async () => {
    const ownHeader = bench([{ ...RULE, onBehalf: { role: 'Speaks', header: 'End-User' } }]);
    const token = await aToken(key, NOON_MS, SPEAKER);
    expect(await ownHeader.verifyWith({ 'end-user': 'anna' }, token)).toMatchObject({ ok: true });
    expect(await ownHeader.verifyWith({ 'end-user': 'anna', [HEADER]: 'anna' }, token)).toEqual(refused());
    expect(await ownHeader.verifyWith({ [HEADER]: 'anna' }, token)).toEqual(refused());
  });

  test('is refused also where no rule has apps that speak for anybody', async () => {
    const { onBehalf: _none, ...rule } = RULE;
    const token = await aToken(key, NOON_MS, SPEAKER);
    expect(await bench([rule]).verifyWith({ [HEADER]: 'anna' }, token)).toEqual(refused());
    expect(await bench([rule]).verifyWith({}, token)).toMatchObject({ ok: true });
  });

  test('may be revoked alone, and is revoked with the app', async () => {
    const anna = await endUserOf(SPEAKER, 'anna');
    const token = await aToken(key, NOON_MS, SPEAKER);
    const askAs = (value: string, ...subjects: readonly string[]) =>
      bench().verifyWith({ [HEADER]: value }, token, JSON.stringify({ subjects }));
    const revoked = (hash: string) => err({ reason: 'caller_revoked', callerHash: hash, subject: hash });
    expect(await askAs('anna', anna.hash)).toEqual(revoked(anna.hash));
    expect(await askAs('ben', anna.hash)).toMatchObject({ ok: true });
    const appHash = anna.statedBy?.app ?? '';
    expect(await askAs('ben', appHash)).toEqual(revoked(appHash));
  });

  test('has what the first rule says by which the app speaks', async () => {
    const rules = [{ ...RULE, onBehalf: undefined }, { ...RULE, onBehalf: { role: 'Other' } }, RULE];
    const token = await aToken(key, NOON_MS, SPEAKER);
    expect(unwrap(await bench(rules).verifyWith({ [HEADER]: 'a' }, token)).statedBy?.entry).toBe(2);
  });

  test('is stated by an app with both roles, from no page, and by nobody else, whatever the claims', async () => {
    const { onBehalf: _none, ...plain } = RULE;
    const maybe = <T>(...values: readonly T[]) => fc.constantFrom(undefined, ...values);
    const claims = fc.record({
      scp: maybe('access_as_user', 'Speaks', 'access_as_user Speaks'),
      idtyp: maybe('app', 'user', 'App'),
      roles: maybe<unknown>(['Speaks'], ['Realtime.Mint'], ['Realtime.Mint', 'Speaks'], 'Speaks', { Speaks: true }),
      azp: maybe('client', 'subject'),
      oid: maybe('subject', 'object'),
      sub: fc.constantFrom('subject', 'client'),
      [HEADER]: maybe('anna'),
      groups: maybe(['Speaks', 'Realtime.Mint']),
    });
    const sent = fc.record({ value: maybe('anna', '', 'a,b'), isFromPage: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(claims, sent, async (of, { value, isFromPage }) => {
        const token = await aToken(key, NOON_MS, of);
        const headers = {
          ...(value !== undefined && { [HEADER]: value }),
          ...(isFromPage && { Origin: 'https://a.example' }),
        };
        const [alone, asked] = [await bench([plain]).verify(token), await bench().verifyWith(headers, token)];
        const roles = [of.roles].flat();
        const maySpeak = alone.ok && !alone.value.isPerson && roles.includes('Speaks');
        const isGood = value === 'anna' && !isFromPage;
        expect(outcomeOf(asked)).toBe(expectedOf(alone.ok, maySpeak ? isGood : undefined, value));
        if (alone.ok && outcomeOf(asked) === 'themselves') expect(asked).toEqual(alone);
      }),
      { numRuns: 150 },
    );
  });
});
