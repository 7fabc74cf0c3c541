/** What the parameters refuse, and that each refusal says what to change. */
import { join } from 'node:path';
import { type Bicep, findBicep } from './compiler/bicep';
import { INFRA, type Mutation, predict, REQUIRED, withTemplate } from './compiler/template';

const bicep = findBicep();
const suite = bicep ? describe : describe.skip;

type Variables = Readonly<Record<string, string>>;

function build(variables: Variables) {
  return (bicep as Bicep)(['build-params', join(INFRA, 'main.bicepparam'), '--stdout'], variables);
}

function evaluate(variables: Variables, mutations: readonly Mutation[] = []): unknown {
  return withTemplate(mutations, (root) => predict(bicep as Bicep, root, { ...REQUIRED, ...variables }));
}

suite('the parameters', () => {
  it('are complete with the required variables alone', () => {
    const { status, stderr } = build(REQUIRED);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('name every required variable that is missing', () => {
    const { status, stderr } = build({});
    expect(status).toBe(1);
    const { OPENAI_LOCATION: _, ...required } = REQUIRED;
    for (const name of Object.keys(required)) expect(stderr).toContain(`Environment variable "${name}" does not exist`);
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
  let refusal: ReturnType<typeof build>;
  beforeAll(() => {
    refusal = build({ ...REQUIRED, ...Object.fromEntries(wrong) });
  }, 60_000);

  it.each(wrong)('refuse %s=%s and say what to change', (_name, _value, sentence) => {
    expect(refusal).toMatchObject({ status: 1, stderr: expect.stringContaining(sentence) });
  });
});

suite('the template', () => {
  const odd = 'environmentName (AZURE_ENV_NAME) may hold only a to z, 0 to 9 and hyphens, and starts with no hyphen';
  it.each([
    ['AZURE_ENV_NAME', 'Größe_1', odd],
    ['AZURE_ENV_NAME', '-dev', odd],
    ['ALWAYS_READY_INSTANCES', '21', "less than or equal to '20'"],
  ])('refuses %s=%s and says what to change', (name, value, sentence) => {
    expect(() => evaluate({ [name]: value })).toThrow(sentence);
  });

  it('refuses callers that are empty', () => {
    const from = 'param callers = ';
    const mutation = { file: 'main.bicepparam', from, to: `${from}length(apiTenant) > 0 ? [] : ` };
    expect(() => evaluate({}, [mutation])).toThrow('the minimum allowable length is 1');
  });

  it('refuses a caller with neither scope nor role', () => {
    const permissions = "        scope: 'Realtime.Connect'\n        role: 'Realtime.Connect.All'\n";
    expect(() => evaluate({}, [{ file: 'main.bicepparam', from: permissions, to: '' }])).toThrow(
      'Every entry of callers needs either tenant or issuer, and a scope, a role or both: correct it in main.bicepparam.',
    );
  });
});
