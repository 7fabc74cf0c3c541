/** What the parameters refuse, and that each refusal says what to change. */
import { join } from 'node:path';
import { DATED_MODELS, DEFAULT_MODEL, earliestEnd } from '../../tools/models/model-table';
import { findBicep } from './compiler/bicep';
import type { CompilerServer } from './compiler/compiler-server';
import { type Prediction, predict } from './compiler/prediction';
import { type Mutation, withTemplate } from './compiler/template';
import { REQUIRED, type Variables } from './compiler/variants';
import { at } from './policies/policy';

const bicep = findBicep();
const suite = bicep ? describe : describe.skip;

let compiler: CompilerServer;
beforeAll(() => {
  if (bicep) compiler = bicep.serve();
});
afterAll(() => compiler?.stop());
async function build(variables: Variables, mutations: readonly Mutation[] = []) {
  const { success, diagnostics } = (await withTemplate({ mutations, variables }, (root) =>
    compiler.ask('bicep/compileParams', { path: join(root, 'main.bicepparam'), parameterOverrides: {} }),
  )) as { readonly success: boolean; readonly diagnostics: readonly { readonly message: string }[] };
  return { success, messages: diagnostics.map(({ message }) => message) };
}

function evaluate(variables: Variables, mutations: readonly Mutation[] = []): Promise<Prediction> {
  return withTemplate({ mutations, variables: { ...REQUIRED, ...variables } }, (root) => predict(compiler, root));
}

suite('the parameters', () => {
  test('are complete with the required variables alone', async () => {
    expect(await build(REQUIRED)).toEqual({ success: true, messages: [] });
  });

  test('name every required variable that is missing', async () => {
    const { success, messages } = await build({});
    expect(success).toBe(false);
    const { OPENAI_LOCATION: _, ...required } = REQUIRED;
    for (const name of Object.keys(required))
      expect(messages).toContainEqual(expect.stringContaining(`Environment variable "${name}" does not exist`));
  });
});

// What the compiler can see is reported all at once; each group is one run with every value of it wrong.
suite.each<{ readonly wrong: readonly (readonly [name: string, value: string, sentence: string])[] }>([
  {
    wrong: [
      [
        'AZURE_ENV_NAME',
        'a-name-of-more-than-24-chars',
        'AZURE_ENV_NAME has more than 24 characters: choose a shorter',
      ],
      ['AZURE_PRINCIPAL_ID', '', 'AZURE_PRINCIPAL_ID is empty: set it to the object id of whoever deploys'],
      ['AZURE_PRINCIPAL_TYPE', 'Robot', `"'ServicePrincipal' | 'User'"`],
      ['API_CLIENT_ID', '', 'there is no caller: set both to what infra/entra.sh prints'],
      ['REALTIME_CAPACITY', '0', 'REALTIME_CAPACITY must be 1 or more: to stop spending set REALTIME_STATE to Paused'],
      ['REALTIME_SKU', 'Premium', `"'DataZoneStandard' | 'GlobalStandard' | 'Standard'"`],
      ['REALTIME_STATE', 'Stopped', `"'Paused' | 'Running'"`],
      ['APPCONFIGURATION_SKU', 'free', `"'developer' | 'premium' | 'standard'"`],
      ['INSTANCE_MEMORY_MB', '1024', 'INSTANCE_MEMORY_MB must be 512, 2048 or 4096'],
      ['CALLS_SWEEP', 'no', `"'off' | 'on'"`],
      ['REALTIME_MODEL_RETIRES', '2026-13-45', 'REALTIME_MODEL_RETIRES must be a day that the calendar has'],
    ],
  },
  {
    wrong: [
      ['AZURE_ENV_NAME', 'a', 'the minimum allowable length is 2'],
      ['AZURE_PRINCIPAL_ID', 'me', 'the minimum allowable length is 36'],
      ['REALTIME_CAPACITY', 'many', "cannot convert provided value 'many' to integer value"],
    ],
  },
])('the parameters, all wrong at once', ({ wrong }) => {
  let refusal: Awaited<ReturnType<typeof build>>;
  beforeAll(async () => {
    refusal = await build({ ...REQUIRED, ...Object.fromEntries(wrong) });
  });

  test.each(wrong)('refuse %s=%s and say what to change', (_name, _value, sentence) => {
    expect(refusal.success).toBe(false);
    expect(refusal.messages).toContainEqual(expect.stringContaining(sentence));
  });
});

suite('the day on which the model retires', () => {
  const DAY = 'REALTIME_MODEL_RETIRES';
  test.each([
    'next winter',
    '2027-02-29',
    '2027-2-1',
    '2027-06-31',
    ' 2027-06-15',
    '15-06-2027',
    '2027-06-15T00:00:00Z',
  ])('is refused by name where it is %j', async (day) => {
    expect(await build({ ...REQUIRED, [DAY]: day })).toMatchObject({
      success: false,
      messages: expect.arrayContaining([
        expect.stringContaining(`${DAY} must be a day that the calendar has, as YYYY-MM-DD`),
      ]),
    });
  });

  const days = async (variables: Variables) => {
    const { predictedResources } = (await evaluate(variables)) as Prediction;
    return [...JSON.stringify(predictedResources).matchAll(/let retires = datetime\((.*?)\)/g)].map(([, day]) => day);
  };
  test.each([
    ['2028-02-29', '2028-02-29'],
    ['2027-12-31', '2027-12-31'],
    ['', 'null'],
  ])('may be %j', async (day, shown) => expect(await days({ [DAY]: day })).toEqual([shown]));

  test('is the earliest one that the table’s newest source names for the version', async () => {
    const [mini] = DATED_MODELS.filter((model) => model.name === DEFAULT_MODEL && model.isDefault);
    expect(await days({})).toEqual([mini && earliestEnd(mini)]);
  });

  test('is that of the version that is asked for, and not known of a model that the table does not have', async () => {
    const old = DATED_MODELS.find((model) => model.name === DEFAULT_MODEL && !model.isDefault);
    expect(await days({ REALTIME_MODEL_VERSION: old?.version ?? '' })).toEqual([old && earliestEnd(old)]);
    expect(await days({ REALTIME_MODEL: 'gpt-realtime-9' })).toEqual(['null']);
    expect(await days({ REALTIME_MODEL_VERSION: '2031-01-01' })).toEqual(['null']);
  });
});

suite('the alert of an app without a sweep', () => {
  const alerts = async (variables: Variables) => {
    const { predictedResources } = await evaluate({ ALERT_EMAILS: 'ops@example.com', ...variables });
    return predictedResources.map((resource) => String(at(resource, 'name')));
  };
  test('is made where a timer sweeps, and not where none does', async () => {
    expect(await alerts({})).toContain('nobody-ends-calls');
    const without = await alerts({ CALLS_SWEEP: 'off' });
    expect(without).toContain('calls-outlive-their-end');
    expect(without).not.toContain('nobody-ends-calls');
  });
});

suite('the template', () => {
  const odd = 'environmentName (AZURE_ENV_NAME) may hold only a to z, 0 to 9 and hyphens, and starts with no hyphen';
  test.each([
    ['AZURE_ENV_NAME', 'Größe_1', odd],
    ['AZURE_ENV_NAME', '-dev', odd],
    ['AZURE_ENV_NAME', 'windows-poc', 'holds "windows" or "microsoft", which Azure reserves: rename the environment'],
    ['HANG_UP_DATA_ACTION', 'Microsoft.CognitiveServices/accounts/*', 'must be one data action'],
    ['HANG_UP_DATA_ACTION', 'Microsoft.Storage/storageAccounts/a/action', 'copy it from the log line hangup_forbidden'],
    ['ALWAYS_READY_INSTANCES', '21', "less than or equal to '20'"],
  ])('refuses %s=%s and says what to change', async (name, value, sentence) => {
    await expect(evaluate({ [name]: value })).rejects.toThrow(sentence);
  });

  test.each([
    ['prod/eu', 'prod~2Feu'],
    ['~7E 100 %', '~7E7E~20100~20~25'],
    ['$', '~24'],
    [' blue ', 'blue'],
  ])('writes settings under the label %s, in the form that Azure documents for names', async (label, encoded) => {
    const { predictedResources } = await evaluate({ AZURE_APPCONFIGURATION_LABEL: label });
    const names = predictedResources.map((resource) => String(at(resource, 'name')));
    expect(names).toContainEqual(expect.stringMatching(new RegExp(`/realtime~3Acors~3Aorigins\\$${encoded}$`)));
  });

  test('refuses callers that are empty', async () => {
    const from = 'param callers = ';
    const mutation = { file: 'main.bicepparam', from, to: `${from}length(apiTenant) > 0 ? [] : ` };
    expect(await build(REQUIRED, [mutation])).toMatchObject({
      success: false,
      messages: expect.arrayContaining([expect.stringContaining('the minimum allowable length is 1')]),
    });
  });

  test('refuses a caller with neither scope nor role', async () => {
    const permissions = "        scope: 'Realtime.Connect'\n        role: 'Realtime.Connect.All'\n";
    await expect(evaluate({}, [{ file: 'main.bicepparam', from: permissions, to: '' }])).rejects.toThrow(
      'Every entry of callers needs either tenant or issuer, and a scope, a role or both: correct it in main.bicepparam.',
    );
  });
});
