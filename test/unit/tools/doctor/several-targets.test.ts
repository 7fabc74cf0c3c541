/** Results of several targets: which would serve, what is a failure then, and what explains what. */

import { ok } from '../../../../src/lib/result.ts';
import type { StoredValue } from '../../../../src/lib/stored-value.ts';
import type { Profiles } from '../../../../src/profiles/profile.ts';
import type { CheckId } from '../../../../tools/doctor/check-ids.ts';
import { seen, unseen } from '../../../../tools/doctor/look.ts';
import { findCauses } from '../../../../tools/doctor/root-cause.ts';
import type { CheckResult } from '../../../../tools/doctor/run-checks.ts';
import { isOfOther, readMembers, setMember } from '../../../../tools/doctor/targets/member.ts';
import { createJudge } from '../../../../tools/doctor/targets/spare.ts';
import { fail, fine, skipped, unneeded, type Verdict } from '../../../../tools/doctor/verdict.ts';

const MEND = { say: 'Do that.' };
const of = (target: string | undefined, id: CheckId, verdict: Verdict): CheckResult => ({
  id,
  verdict,
  ...(target !== undefined && { target }),
});
const bad = (id: CheckId, ...becauseOf: CheckId[]) => fail(`${id}.`, MEND, becauseOf);
const good = fine('It is.');
const served = (profiles: Readonly<Record<string, readonly string[]>>) =>
  seen(
    new Map(
      Object.entries(profiles).map(([name, targets]) => [
        name,
        ok({ servedAt: targets.map((target) => ({ target, deployment: 'x' })) }),
      ]),
    ) as unknown as Profiles,
  );
const ALL = served({ default: ['a', 'b'] });
const judged = (results: readonly CheckResult[], profiles = ALL) =>
  results.map(createJudge(results, profiles)).map(({ target, verdict }) => {
    const say = verdict.state === 'skipped' ? '' : verdict.say;
    return [target, verdict.state, say];
  });

describe('what fails at one target', () => {
  test('is a warning that names the one that would serve', () => {
    expect(judged([of('a', 'roles.account', bad('roles.account')), of('b', 'roles.account', good)])).toEqual([
      ['a', 'warn', 'roles.account. b would serve.'],
      ['b', 'ok', 'It is.'],
    ]);
  });

  test.each<[string, CheckResult]>([
    ['another check fails at', of('b', 'deployment.exists', bad('deployment.exists'))],
    ['could not be seen at', of('b', 'deployment.exists', skipped('you may not read it'))],
  ])('stays a failure where %s the other', (_what, other) => {
    const [first] = judged([of('a', 'roles.account', bad('roles.account')), of('b', 'roles.account', good), other]);
    expect(first).toEqual(['a', 'fail', 'roles.account.']);
  });

  test('is a warning though at the other one nothing was there to be looked at', () => {
    const [first] = judged([of('a', 'mint.answer', bad('mint.answer')), of('b', 'mint.answer', unneeded('none'))]);
    expect(first).toEqual(['a', 'warn', 'mint.answer. b would serve.']);
  });

  test('stays a failure for the profiles that are served nowhere else, with their names', () => {
    const results = [of('a', 'roles.account', bad('roles.account')), of('b', 'roles.account', good)];
    const [first] = judged(results, served({ default: ['a', 'b'], eu: ['a'], us: ['b'] }));
    expect(first).toEqual(['a', 'fail', 'roles.account. No other target would serve eu.']);
  });

  test('is judged without the profiles where they cannot be read', () => {
    const results = [of('a', 'roles.account', bad('roles.account')), of('b', 'roles.account', good)];
    const [first] = results.map(createJudge(results, unseen('you may not read them')));
    expect(first?.verdict.state).toBe('warn');
  });

  test('leaves nothing of that target unseen, since it is known not to serve', () => {
    const results = [
      of('a', 'endpoint.connects', bad('endpoint.connects')),
      of('a', 'azure.preflight', skipped('it could not be reached')),
      of('b', 'azure.preflight', good),
    ];
    const verdicts = results.map(createJudge(results, ALL)).map(({ verdict }) => verdict);
    expect(verdicts[1]).toMatchObject({ state: 'skipped', unneeded: true });
  });

  test('of the app itself stays as it is', () => {
    expect(judged([of(undefined, 'app.health', bad('app.health')), of('b', 'roles.account', good)])).toEqual([
      [undefined, 'fail', 'app.health.'],
      ['b', 'ok', 'It is.'],
    ]);
  });
});

describe('a cause', () => {
  test('of one target explains nothing at another', () => {
    const { causes } = findCauses([
      of('a', 'resource.region', bad('resource.region')),
      of('a', 'deployment.exists', bad('deployment.exists', 'resource.region')),
      of('b', 'deployment.exists', bad('deployment.exists', 'resource.region')),
    ]);
    expect(causes.map(({ id, target, explains }) => [target, id, explains])).toEqual([
      ['a', 'resource.region', ['deployment.exists']],
      ['b', 'deployment.exists', []],
    ]);
  });

  test('of the app explains what fails at each, and one of a target what fails of the app', () => {
    const { causes } = findCauses([
      of(undefined, 'identity.found', bad('identity.found')),
      of('a', 'roles.account', bad('roles.account', 'identity.found')),
      of('b', 'roles.account', bad('roles.account', 'identity.found')),
      of('b', 'deployment.exists', bad('deployment.exists')),
      of(undefined, 'callers.mint', bad('callers.mint', 'deployment.exists')),
    ]);
    expect(causes.map(({ id, target, explains }) => [target, id, explains])).toEqual([
      [undefined, 'identity.found', ['roles.account']],
      ['b', 'deployment.exists', ['callers.mint']],
    ]);
  });
});

describe('a member of realtime:targets', () => {
  const membersOf = (targets: unknown) =>
    readMembers(new Map<string, StoredValue>([['realtime:targets', { text: JSON.stringify(targets) }]]));
  const A = { name: 'a', endpoint: 'https://a.openai.azure.com', resourceId: '/subscriptions/S/a' };
  const B = { name: 'b', endpoint: 'https://b.openai.azure.com' };

  test('is called by its name, or by its place where it has none of its own', () => {
    const found = membersOf([A, { ...B, name: 'a' }, { ...B, name: 'No Name' }, 7]);
    expect(found.seen && found.value?.map(({ name }) => name)).toEqual(['a', '/1', '/2', '/3']);
  });

  test('is changed alone, and a part that is left out is gone', () => {
    const found = membersOf([A, B]);
    const [first] = (found.seen && found.value) || [];
    if (!first) throw new Error('There are two.');
    const command = setMember({ endpoint: 'https://s', label: 'x' }, first, { resourceId: undefined, deployment: 'd' });
    const { resourceId: _, ...rest } = A;
    expect(command).toContain(`--key realtime:targets --value '${JSON.stringify([{ ...rest, deployment: 'd' }, B])}'`);
    expect(command).toContain('--label x');
  });

  test('knows the account of another by its id or its address, and not its own', () => {
    const found = membersOf([A, B]);
    const [first, second] = (found.seen && found.value) || [];
    expect(isOfOther(second, '/subscriptions/s/A', undefined)).toBe(true);
    expect(isOfOther(first, '/subscriptions/s/A', 'https://a.openai.azure.com')).toBe(false);
    expect(isOfOther(first, '/x', 'https://b.openai.azure.com')).toBe(true);
    expect(isOfOther(undefined, '/x', 'https://b.openai.azure.com')).toBe(false);
  });
});
