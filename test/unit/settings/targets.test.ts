/** `realtime:targets`: several resources in one setting, each judged alone. */
import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import { parseSettings, readSettings } from '../../../src/settings/parse-settings.ts';
import { unwrap } from '../../support/result.ts';
import { someSettings, storedSettings } from '../../support/stored-settings.ts';
import { inForce } from './other-values.ts';

const SWEDEN = { name: 'sweden', endpoint: 'https://contoso-sweden.openai.azure.com' };
const EAST = { name: 'east', endpoint: 'https://contoso-east.openai.azure.com', deployment: 'voice' };
/** Without what a target says itself. */
const ALONE = { endpoint: undefined, deployment: undefined };

function withTargets(targets: unknown, others: Readonly<Record<string, string | undefined>> = {}) {
  return storedSettings({ targets: typeof targets === 'string' ? targets : JSON.stringify(targets), ...others });
}
const namesIn = (read: ReturnType<typeof readSettings>) => read.settings?.targets.map(({ name }) => name);
const problemsIn = (read: ReturnType<typeof readSettings>) =>
  read.problems.map(({ key, problem }) => `${key} ${problem}`);

describe('targets', () => {
  test('are in force in the order of the setting, with deployment and token scope as each one’s default', () => {
    const { targets } = unwrap(
      parseSettings(withTargets([SWEDEN, { ...EAST, tokenScope: TOKEN_SCOPES[1] }], { deployment: 'mini' })),
    );
    expect(targets.map(({ endpoint, ...target }) => ({ ...target, origin: endpoint.origin }))).toEqual([
      { name: 'sweden', origin: SWEDEN.endpoint, deployment: 'mini', tokenScope: TOKEN_SCOPES[0] },
      { name: 'east', origin: EAST.endpoint, deployment: 'voice', tokenScope: TOKEN_SCOPES[1] },
    ]);
  });

  test('have the key’s token scope where they say none', () => {
    const { targets } = unwrap(parseSettings(withTargets([EAST], { tokenScope: TOKEN_SCOPES[1] })));
    expect(targets[0].tokenScope).toBe(TOKEN_SCOPES[1]);
  });

  test('need neither endpoint nor deployment beside them', () => {
    expect(namesIn(readSettings(withTargets([EAST], ALONE)))).toEqual(['east']);
    expect(problemsIn(readSettings(withTargets([EAST], ALONE)))).toEqual([]);
  });

  test('are one, named default, where the setting is absent', () => {
    expect(someSettings().targets).toMatchObject([{ name: 'default', deployment: 'gpt-realtime' }]);
  });

  test('leave endpoint and resourceId unread, which is told, whatever these say', () => {
    const read = readSettings(withTargets([EAST], { endpoint: 'https://evil.example', resourceId: 'x' }));
    expect([namesIn(read), problemsIn(read)]).toEqual([['east'], []]);
    expect(read.settings?.unread).toEqual(['realtime:endpoint', 'realtime:resourceId']);
    expect(readSettings(withTargets([EAST], ALONE)).settings?.unread).toEqual([]);
    expect(someSettings().unread).toEqual([]);
  });

  test('go back to the endpoint once the setting is gone', () => {
    const before = readSettings(withTargets([EAST], ALONE));
    expect(namesIn(readSettings(storedSettings(), before))).toEqual(['default']);
  });
});

describe('a target that is wrong is out of force, and the others serve', () => {
  test.each<[string, object, string]>([
    ['without a name', { endpoint: SWEDEN.endpoint }, 'at /0/name is missing'],
    ['whose name is none', { ...SWEDEN, name: 'Sweden Central' }, 'at /0/name must be a name of a-z'],
    ['without an endpoint', { name: 'sweden' }, 'at /0/endpoint '],
    ['of a host that is not Azure OpenAI’s', { ...SWEDEN, endpoint: 'https://evil.example' }, 'at /0/endpoint is not'],
    ['with a deployment that is none', { ...SWEDEN, deployment: 'two words' }, 'at /0/deployment must be the name'],
    ['with a member that does not exist', { ...SWEDEN, weight: 1 }, 'at /0/weight is not a member'],
    ['with a token scope that is none', { ...SWEDEN, tokenScope: 'https://x/.default' }, 'at /0/tokenScope must be'],
    [
      'with a token scope of another cloud',
      { ...SWEDEN, tokenScope: 'https://cognitiveservices.azure.us/.default' },
      'at /0/tokenScope is of another cloud, where it is https://cog',
    ],
    ['that is no object', [] as object, 'at /0 must be an object'],
  ])('%s', (_what, wrong, problem) => {
    const read = readSettings(withTargets([wrong, EAST]));
    expect(namesIn(read)).toEqual(['east']);
    expect(problemsIn(read)).toEqual([expect.stringContaining(`realtime:targets ${problem}`)]);
  });

  test('of another cloud than the first', () => {
    const read = readSettings(withTargets([EAST, { ...SWEDEN, endpoint: 'https://contoso.openai.azure.us' }]));
    expect(namesIn(read)).toEqual(['east']);
    expect(problemsIn(read)).toEqual([expect.stringContaining('at /1/endpoint is in another cloud')]);
  });

  test('of a name that another has', () => {
    const read = readSettings(withTargets([EAST, { ...SWEDEN, name: 'east' }, SWEDEN]));
    expect(read.settings?.targets.map(({ endpoint }) => endpoint.origin)).toEqual([EAST.endpoint, SWEDEN.endpoint]);
    expect(problemsIn(read)).toEqual(['realtime:targets at /1/name is the name of another target']);
  });

  test('without a deployment, where the key has none either, also when it once had', () => {
    const before = readSettings(withTargets([SWEDEN, EAST]));
    expect(namesIn(before)).toEqual(['sweden', 'east']);
    const read = readSettings(withTargets([SWEDEN, EAST], { deployment: undefined }), before);
    expect(namesIn(read)).toEqual(['east']);
    expect(problemsIn(read)).toEqual(['realtime:targets at /0 has no deployment, and realtime:deployment is not set']);
  });
});

describe('targets of which none is good', () => {
  const WRONG: readonly [string, unknown][] = [
    ['are no JSON', '['],
    ['are no array', {}],
    ['are an empty array', []],
    ['are all wrong', [{ name: 'sweden' }, { ...EAST, endpoint: 'https://evil.example' }]],
    ['have no deployment', [SWEDEN]],
  ];

  test.each(WRONG)(
    'serve nobody where this process had no good ones, whatever the endpoint says: %s',
    (_what, wrong) => {
      const read = readSettings(withTargets(wrong, { deployment: undefined }));
      expect(read.settings).toBeUndefined();
      expect(new Set(read.problems.map(({ key }) => key))).toEqual(new Set(['realtime:targets']));
    },
  );

  test.each(WRONG)('leave those in force that were: %s', (_what, wrong) => {
    const before = readSettings(withTargets([EAST], { deployment: undefined }));
    const read = readSettings(withTargets(wrong, { deployment: undefined, secretSeconds: '45' }), before);
    expect([namesIn(read), read.settings && inForce(read.settings).secretSeconds]).toEqual([['east'], 45]);
  });

  test('leave the endpoint in force that was, while somebody moves from it to them', () => {
    const read = readSettings(withTargets('[', ALONE), readSettings(storedSettings()));
    expect(namesIn(read)).toEqual(['default']);
  });
});

describe('a profile', () => {
  const profileIn = (body: object, targets: readonly object[] = [SWEDEN, EAST]) =>
    readSettings(
      withTargets(targets, { deployment: 'mini', 'profiles:a': JSON.stringify(body) }),
    ).settings?.profiles.get('a');
  const servedAt = (body: object, targets?: readonly object[]) => {
    const profile = profileIn(body, targets);
    return profile?.ok
      ? profile.value.servedAt.map(({ target, deployment }) => `${target} ${deployment}`)
      : profile?.error;
  };

  test('that says nothing is served at every target, with each one’s deployment', () => {
    expect(servedAt({})).toEqual(['sweden mini', 'east voice']);
  });

  test.each<[string, object, readonly string[]]>([
    ['stays at the target that it names', { targets: ['sweden'] }, ['sweden mini']],
    ['has its own order', { targets: ['east', 'sweden'] }, ['east voice', 'sweden mini']],
    ['has its deployment at each', { deployment: 'big' }, ['sweden big', 'east big']],
    ['has its deployment by target', { deployment: { east: 'big' } }, ['sweden mini', 'east big']],
  ])('%s', (_what, body, where) => {
    expect(servedAt(body)).toEqual(where);
  });

  test.each<[string, object, string]>([
    [
      'targets',
      { targets: ['sweden', 'norway'] },
      'at /targets/1 names "norway", which is no target of realtime:targets',
    ],
    ['deployment', { deployment: { norway: 'x' } }, 'at /deployment/norway names "norway"'],
  ])('whose %s names a target that there is not refuses its own callers, with the name', (_what, body, problem) => {
    expect(servedAt(body)).toMatchObject({ problems: [{ problem: expect.stringContaining(problem) as string }] });
  });

  test('is served where it may be while one of its targets is wrong, and nowhere where all are', () => {
    const targets = [{ ...SWEDEN, deployment: 'two words' }, EAST];
    expect(servedAt({ targets: ['sweden', 'east'] }, targets)).toEqual(['east voice']);
    expect(servedAt({ targets: ['sweden'] }, targets)).toMatchObject({
      problems: [{ problem: expect.stringContaining('no target that is in force') as string }],
    });
    expect(servedAt({}, targets)).toEqual(['east voice']);
  });
});
