/** From results to causes, and how they are shown: in order, on a terminal and elsewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { CATALOGUE } from '../../../../src/diagnosis/recognise.ts';
import { BEFORE_DOCTOR, PROVIDERS } from '../../../../tools/doctor/before/before-checks.ts';
import type { Check } from '../../../../tools/doctor/check.ts';
import { CHECK_IDS, type CheckId } from '../../../../tools/doctor/check-ids.ts';
import { DEPLOYMENT_DOCTOR } from '../../../../tools/doctor/checks/all-checks.ts';
import { CAUSE_CHECKS } from '../../../../tools/doctor/checks/cause-checks.ts';
import { createLiveList } from '../../../../tools/doctor/print/live-list.ts';
import { summaryLines } from '../../../../tools/doctor/print/result-lines.ts';
import { exitStatus } from '../../../../tools/doctor/report.ts';
import { findCauses } from '../../../../tools/doctor/root-cause.ts';
import { type CheckResult, runChecks } from '../../../../tools/doctor/run-checks.ts';
import { fail, fine, skipped, unneeded, warn } from '../../../../tools/doctor/verdict.ts';

const mend = { say: 'Do that.' };
const failing = (id: CheckId, ...becauseOf: CheckId[]): CheckResult => ({
  id,
  verdict: fail(`${id}.`, mend, becauseOf),
});
const warning = (id: CheckId, ...becauseOf: CheckId[]): CheckResult => ({
  id,
  verdict: warn(`${id}.`, mend, becauseOf),
});
const good = (id: CheckId): CheckResult => ({ id, verdict: fine('It is.') });
const ids = (found: ReturnType<typeof findCauses>) => ({
  causes: found.causes.map(({ id, explains }) => [id, ...explains]),
  warnings: found.warnings.map(({ id, explains }) => [id, ...explains]),
});

describe('a cause', () => {
  test('explains what follows from it, over several steps', () => {
    const results = [
      failing('resource.region'),
      failing('deployment.model', 'resource.region'),
      failing('mint.answer', 'deployment.model', 'token.scope'),
    ];
    expect(ids(findCauses(results))).toEqual({
      causes: [['resource.region', 'deployment.model', 'mint.answer']],
      warnings: [],
    });
  });

  test('is the check itself where what could explain it is fine', () => {
    const results = [good('deployment.model'), failing('mint.answer', 'deployment.model')];
    expect(ids(findCauses(results))).toEqual({ causes: [['mint.answer']], warnings: [] });
  });

  test('may be a warning, where nothing that fails explains the failure', () => {
    const results = [warning('deployment.state'), failing('mint.answer', 'deployment.exists', 'deployment.state')];
    expect(ids(findCauses(results))).toEqual({ causes: [['deployment.state', 'mint.answer']], warnings: [] });
    expect(ids(findCauses([failing('deployment.exists'), ...results]))).toEqual({
      causes: [['deployment.exists', 'mint.answer']],
      warnings: [['deployment.state']],
    });
  });

  test('is no warning that says it explains nothing', () => {
    const results: CheckResult[] = [
      { id: 'deployment.version', verdict: { ...warn('It ends.', mend), explainsNothing: true } },
      failing('mint.answer', 'deployment.version'),
    ];
    expect(ids(findCauses(results))).toEqual({ causes: [['mint.answer']], warnings: [['deployment.version']] });
  });

  test('explains a trouble of several parts only where it explains each part', () => {
    const ready = (...groups: CheckId[][]): CheckResult => ({
      id: 'app.ready',
      verdict: { ...fail('It warns.', mend, groups.flat()), eachBecauseOf: groups },
    });
    const wrong = failing('settings.valid');
    expect(ids(findCauses([wrong, ready(['settings.valid', 'endpoint.form'])])).causes).toEqual([
      ['settings.valid', 'app.ready'],
    ]);
    expect(ids(findCauses([wrong, ready(['settings.valid'], ['roles.tables'])])).causes).toEqual([
      ['settings.valid'],
      ['app.ready'],
    ]);
  });

  test('stands beside another that has nothing to do with it', () => {
    const found = ids(findCauses([failing('resource.network'), failing('roles.account')]));
    expect(found.causes).toEqual([['resource.network'], ['roles.account']]);
  });

  test('is found where two explain each other', () => {
    const found = findCauses([failing('settings.valid', 'endpoint.form'), failing('endpoint.form', 'settings.valid')]);
    expect(found.causes.length).toBeGreaterThan(0);
  });
});

describe('the exit status', () => {
  const nothing: CheckResult = { id: 'app.health', verdict: skipped('there is no app') };
  test.each<[string, readonly CheckResult[], number]>([
    ['0 when all is fine', [good('app.ready')], 0],
    ['0 when nothing was there to look at', [good('app.ready'), { id: 'app.cors', verdict: unneeded('no origin') }], 0],
    ['2 when one thing could not be looked at', [good('app.ready'), nothing], 2],
    ['0 with warnings', [warning('resource.keys')], 0],
    ['1 when something fails', [good('app.ready'), failing('app.cors')], 1],
    ['2 when nothing could be looked at', [nothing], 2],
  ])('is %s', (_name, results, status) => expect(exitStatus(results)).toBe(status));
});

describe('the summary', () => {
  const paint = (_state: string, text: string) => text;
  const summary = (...results: CheckResult[]) => summaryLines(results, findCauses(results), paint);

  test('names one cause, or each of several, or what is worth fixing, or says that all is fine', () => {
    expect(summary(failing('roles.account'))).toEqual(['Root cause: roles.account.', 'Do that.']);
    expect(summary(failing('roles.account'), failing('resource.keys'))[0]).toBe('2 causes, each by itself:');
    expect(summary(warning('resource.keys'))[0]).toBe('Nothing fails. One thing is worth fixing:');
    expect(summary(good('resource.keys'))).toEqual(['Everything that the doctor looked at is fine.']);
    expect(summary({ id: 'app.cors', verdict: skipped('x') })).toEqual(['The doctor could not look at anything.']);
  });

  const skip = (id: CheckId): CheckResult => ({ id, verdict: skipped('x') });

  test('is not green where something could not be looked at, and counts it', () => {
    const unseen = 'Could not look at 1 of 2 checks; their lines above say why.';
    expect(summary(good('resource.keys'), skip('app.cors'))).toEqual([unseen]);
    expect(summary(warning('resource.keys'), skip('app.cors'))[0]).toBe(`${unseen} One thing is worth fixing:`);
    expect(summary(failing('resource.keys'), skip('app.cors')).slice(-2)).toEqual(['', unseen]);
  });

  test('is green where what was skipped was not there to be looked at', () => {
    const none: CheckResult = { id: 'app.cors', verdict: unneeded('no origin may call') };
    expect(summary(good('resource.keys'), none)).toEqual(['Everything that the doctor looked at is fine.']);
  });

  test('says in words where no caller was tried', () => {
    const untried: CheckResult = { id: 'callers.mint', verdict: unneeded('no mint was asked for') };
    expect(summary(good('resource.keys'), untried)).toContain('No caller was tried: no mint was asked for.');
    expect(summary(good('resource.keys'), good('callers.mint'))).toEqual([
      'Everything that the doctor looked at is fine.',
    ]);
  });
});

describe('the checks', () => {
  const never: Check<undefined> = { id: 'app.health', about: '', run: () => new Promise(() => undefined) };
  const broken: Check<undefined> = {
    id: 'app.cors',
    about: '',
    run() {
      throw new TypeError('with a secret in it');
    },
  };

  test('each end by a deadline, and a fault of ours skips only its own', async () => {
    const results = await runChecks([never, broken], undefined, () => undefined, 20);
    expect(results).toEqual([
      { id: 'app.health', verdict: skipped('it had no answer within 0.02 s') },
      { id: 'app.cors', verdict: skipped('the doctor itself failed (TypeError)') },
    ]);
  });

  test('have the public ids, each once, in the order of causes', () => {
    expect([...DEPLOYMENT_DOCTOR, ...BEFORE_DOCTOR].map(({ id }) => id)).toEqual([...CHECK_IDS]);
  });

  test('look for causes that the catalogue has', () => {
    const causes = CATALOGUE.flatMap((entry) => entry.causes.map(({ id }) => `${entry.id}/${id}`));
    for (const cause of Object.keys(CAUSE_CHECKS)) expect(causes).toContain(cause);
  });

  test('ask for the resource providers that the infrastructure uses, and no other', () => {
    const bicep = readdirSync('infra/modules').map((file) => readFileSync(`infra/modules/${file}`, 'utf8'));
    const used = bicep.flatMap((text) =>
      [...text.matchAll(/^ *resource \w+ '(Microsoft\.\w+)\//gm)].map(([, name]) => name),
    );
    const made = new Set(used);
    // Every subscription has these two: “Azure resource providers and types”, Microsoft Learn.
    made.delete('Microsoft.Authorization');
    made.delete('Microsoft.Consumption');
    // Flex Consumption runs on Container Apps: docs/deploy.md asks for it.
    expect(new Set(PROVIDERS)).toEqual(new Set([...made, 'Microsoft.App']));
  });
});

describe('the list of results', () => {
  const IDS = ['settings.read', 'settings.label', 'endpoint.form'] as const;
  const toLines = ({ id }: CheckResult) => [`result ${id}`];
  function aList(
    stream: { readonly isTTY?: boolean; readonly columns?: number },
    environment: Record<string, string> = {},
  ) {
    let written = '';
    const write = (text: string): void => {
      written += text;
    };
    const list = createLiveList({ stream: { ...stream, write }, ids: IDS, environment, toLines });
    return { list, written: () => written };
  }

  test('is in the order of the checks, whatever ends first', async () => {
    const { list, written } = aList({});
    list.settle([good('endpoint.form')]);
    expect(written()).toBe('');
    list.settle([good('settings.read')]);
    expect(written()).toBe('result settings.read\n');
    await setImmediate();
    list.settle([good('settings.label')]);
    list.end();
    expect(written()).toBe('result settings.read\nresult settings.label\nresult endpoint.form\n');
  });

  test.each([
    ['in CI', { isTTY: true }, { CI: 'true' }],
    ['on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
    ['in a pipe', {}, {}],
  ])('moves no cursor %s', (_name, stream, environment) => {
    const { list, written } = aList(stream, environment);
    for (const id of IDS) list.settle([good(id)]);
    list.end();
    expect(written()).not.toContain('\u001b');
  });

  test('on a terminal shows what still runs, leaves only results, and gives the cursor back', () => {
    const { list, written } = aList({ isTTY: true, columns: 12 });
    expect(written()).toContain('\u001b[?25l');
    expect(written()).toContain('…     setti\n');
    list.settle([good('settings.read')]);
    expect(written()).toContain('\u001b[3A\r\u001b[0Jresult settings.read\n');
    list.end();
    expect(written().endsWith('\u001b[2A\r\u001b[0J\u001b[?25h')).toBe(true);
  });

  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('gives the cursor back at %s and ends with %d', (signal, status) => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    try {
      const { written, list } = aList({ isTTY: true });
      process.listeners(signal).at(-1)?.(signal);
      expect(written().endsWith('\u001b[?25h')).toBe(true);
      expect(exit).toHaveBeenCalledWith(status);
      list.end();
    } finally {
      exit.mockRestore();
    }
  });

  test('takes 80 columns where the terminal says 0', () => {
    expect(aList({ isTTY: true, columns: 0 }).written()).toContain('…     settings.read\n');
  });
});
