/** What the parameters refuse, and that each refusal says what to change. */
import { type Refusal, useCompiler } from './compiler/compiled';
import { REQUIRED, type Variables } from './compiler/variants';
import { at } from './policies/policy';

const { suite, build, evaluate } = useCompiler();

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
      ['API_CLIENT_ID', '', 'there is no caller: set both to what infra/entra.sh prints'],
      ['REALTIME_CAPACITY', '0', 'REALTIME_CAPACITY must be 1 or more: to stop spending set REALTIME_STATE to Paused'],
      ['REALTIME_SKU', 'Premium', `"'DataZoneStandard' | 'GlobalStandard' | 'Standard'"`],
      ['REALTIME_STATE', 'Stopped', `"'Paused' | 'Running'"`],
      ['APPCONFIGURATION_SKU', 'free', `"'developer' | 'premium' | 'standard'"`],
      ['INSTANCE_MEMORY_MB', '1024', 'INSTANCE_MEMORY_MB must be 512, 2048 or 4096'],
      ['CALLS_SWEEP', 'no', `"'off' | 'on'"`],
      ['BUDGET_AMOUNT', '200', 'BUDGET_START must be the first day of the month in which the budget is made'],
      ['REALTIME_MODEL_RETIRES', '2026-13-45', 'REALTIME_MODEL_RETIRES must be a day that the calendar has'],
    ],
  },
  {
    wrong: [
      ['AZURE_ENV_NAME', 'a', 'the minimum allowable length is 2'],
      ['REALTIME_CAPACITY', 'many', "cannot convert provided value 'many' to integer value"],
    ],
  },
])('the parameters, all wrong at once', ({ wrong }) => {
  let refusal: Refusal;
  beforeAll(async () => {
    refusal = await build({ ...REQUIRED, ...Object.fromEntries(wrong) });
  });

  test.each(wrong)('refuse %s=%s and say what to change', (_name, _value, sentence) => {
    expect(refusal.success).toBe(false);
    expect(refusal.messages).toContainEqual(expect.stringContaining(sentence));
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
