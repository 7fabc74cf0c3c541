import { createTimings } from '../../../src/http/timings.ts';
import { type Allowance, createAllowances } from '../../../src/issuance/allowance.ts';
import { createEntries } from '../../../src/issuance/entry.ts';
import type { IssuanceError } from '../../../src/issuance/issued.ts';
import { MS_PER_SECOND } from '../../../src/lib/clock.ts';
import { err } from '../../../src/lib/result.ts';
import { createCeiling } from '../../../src/quota/ceiling.ts';
import { createQuota } from '../../../src/quota/quota.ts';
import { createRefusedAttempts, MAX_REFUSED_ATTEMPTS } from '../../../src/quota/refused-attempts.ts';
import type { MintError } from '../../../src/realtime/client-secrets.ts';
import { createTargetGate } from '../../../src/realtime/target-gate.ts';
import { aClock } from '../../support/clock.ts';
import { aMemoryQuotaTable } from '../../support/memory-quota-table.ts';
import { aLog } from '../../support/recording-log.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aTarget } from '../../support/target.ts';
import { aRefusalOf } from '../problems/refusals.ts';

const ONE = { hour: { limit: 1, windowSeconds: 3_600 } };
const NO_TOKEN: IssuanceError = { reason: 'credential_unavailable', cause: 'down' };
const REFUSED: MintError = { ...aRefusalOf({ kind: 'answered', status: 401 }), neverMinted: true };
const UNKNOWN: MintError = { ...aRefusalOf({ kind: 'timeout' }), neverMinted: false };
const WAIT = {
  ...aRefusalOf({ kind: 'answered', status: 429 }),
  facts: { status: 429, errorCode: undefined, param: undefined, requestId: undefined, region: undefined },
  retryAfterSeconds: 10,
};

function aBench() {
  const { now, advance } = aClock();
  const quota = createQuota({ table: aMemoryQuotaTable(), now, random: () => 0, timeoutMs: 1_000, log: aLog() });
  const entries = createEntries({ gate: createTargetGate({ now }), leash: undefined });
  const attempts = createRefusedAttempts({ now });
  const allowances = createAllowances({ attempts, entries, quota, ceiling: createCeiling(quota), leash: undefined });
  const take = (callerHash = 'a', policies: typeof ONE | Record<string, never> = ONE) =>
    allowances.take(
      {
        ...{ id: 'mint_1', callerHash, policies, ofApp: undefined, terms: undefined },
        ...{ targets: [aTarget('https://contoso.openai.azure.com')], operations: ['client_secrets'] },
      },
      createTimings(),
    );
  /** Azure has said to wait, and the wait is over: the next request is the one that tries. */
  async function afterAWait(): Promise<void> {
    unwrap(await take('somebody')).entry.permit.ended('client_secrets', err(WAIT));
    advance(11 * MS_PER_SECOND);
  }
  /** As an issuance that failed for these reasons, each at a target. */
  async function giveBack({ entry, share }: Allowance, ...because: readonly IssuanceError[]) {
    await entries.leave(entry, because[0]);
    return allowances.giveBack(share, because);
  }
  return { take, giveBack, keep: ({ share }: Allowance) => allowances.keep(share), afterAWait };
}

describe('an allowance', () => {
  test.each<[string, IssuanceError, boolean | undefined]>([
    ['comes back where the identity gave no token', NO_TOKEN, true],
    ['comes back where Azure refused', REFUSED, true],
    ['is kept where nobody knows whether there is a secret', UNKNOWN, undefined],
  ])('%s', async (_what, because, returned) => {
    const { take, giveBack } = aBench();
    expect(await giveBack(unwrap(await take()), because)).toBe(returned);
    const next = await take();
    expect(next.ok).toBe(returned === true);
    // What is kept is issued, and a unit under way no longer.
    if (!next.ok) expect(next.error).toMatchObject({ reason: 'quota_exceeded', inFlight: false });
  });

  test('is kept where one of several targets may have made a secret', async () => {
    const { take, giveBack } = aBench();
    expect(await giveBack(unwrap(await take()), UNKNOWN, REFUSED)).toBeUndefined();
    expect((await take()).ok).toBe(false);
  });

  test('comes back where none of several targets has', async () => {
    const { take, giveBack } = aBench();
    expect(await giveBack(unwrap(await take()), NO_TOKEN, REFUSED)).toBe(true);
    expect((await take()).ok).toBe(true);
  });

  test('that was used is under way no longer', async () => {
    const { take, keep } = aBench();
    const allowance = unwrap(await take());
    expect(errorOf(await take())).toMatchObject({ inFlight: true });
    keep(allowance);
    expect(errorOf(await take())).toMatchObject({ inFlight: false });
  });

  test('without a policy has nothing that could come back', async () => {
    const { take, giveBack } = aBench();
    expect(await giveBack(unwrap(await take('a', {})), REFUSED)).toBeUndefined();
  });

  test('counts as an attempt where Azure refused, and not where it was never asked', async () => {
    const { take, giveBack } = aBench();
    for (let attempt = 0; attempt < MAX_REFUSED_ATTEMPTS; attempt += 1) {
      await giveBack(unwrap(await take('refused')), REFUSED);
      await giveBack(unwrap(await take('without a token')), NO_TOKEN);
    }
    expect(errorOf(await take('refused'))).toMatchObject({ reason: 'attempts_exceeded' });
    expect((await take('without a token')).ok).toBe(true);
  });
});

describe('after a wait of Azure’s', () => {
  test('one request tries, and the others still wait', async () => {
    const { take, afterAWait } = aBench();
    await afterAWait();
    expect((await take('a')).ok).toBe(true);
    expect(errorOf(await take('b'))).toMatchObject({ reason: 'not_yet' });
  });

  test('a request that has no unit left leaves it to the next one to try', async () => {
    const { take, keep, afterAWait } = aBench();
    keep(unwrap(await take('a')));
    await afterAWait();
    expect(errorOf(await take('a'))).toMatchObject({ reason: 'quota_exceeded' });
    expect((await take('b')).ok).toBe(true);
  });

  test('a request that came to no answer leaves it to the next one to try', async () => {
    const { take, giveBack, afterAWait } = aBench();
    await afterAWait();
    await giveBack(unwrap(await take('a')), NO_TOKEN);
    expect((await take('b')).ok).toBe(true);
  });
});
