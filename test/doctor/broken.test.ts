/**
 * Deployments with one fault or two: each is named by itself, the exit status is right, what is printed is typed as it
 * stands, and the second run is green or says what remains.
 */

import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import {
  ACCOUNT_NAME,
  API_CLIENT_ID,
  IDENTITY_OBJECT_ID,
  STORAGE_RESOURCE_ID,
  TENANT_ID,
} from '../../local/azure/foundation/directory.ts';
import type { CheckId } from '../../tools/doctor/check-ids.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

const doctor = createDoctor();
afterAll(() => doctor.dispose());

type Fault = (azure: EmulatedAzure) => void;
const TEN_MINUTES_MS = 600_000;

const rewrite =
  (key: string, change: (text: string) => string): Fault =>
  ({ settings }) =>
    settings.set(`realtime:${key}`, change(settings.get(`realtime:${key}`) ?? ''));
const write = (key: string, value: string): Fault => rewrite(key, () => value);
const turn =
  (name: string, value: string): Fault =>
  ({ switches }) =>
    switches.set(name, value);
const withoutRole =
  (isMeant: (scope: string) => boolean): Fault =>
  ({ subscription }) =>
    subscription.roles.remove(({ principalId, scope }) => principalId === IDENTITY_OBJECT_ID && isMeant(scope));

const otherTenant = rewrite('callers', (text) => text.replace(TENANT_ID, TENANT_ID.replace('0001', '0010')));
const commonTenant = rewrite('callers', (text) => text.replace(TENANT_ID, 'common'));
const slash = write('cors:origins', '["http://localhost:3000/"]');
const ahead = write('revoked', '{"subjects":[],"issuedBefore":"2099-11-28T00:00:00Z"}');
const privateDefault = write('profiles:default', '{"requires":{"role":"Voice.Private"}}');
const chat = turn('account.deploymentModel', 'gpt-4o');
const reset = turn('openai.down', 'reset');
const noRole = withoutRole((scope) => scope.endsWith(ACCOUNT_NAME));
const noStorage = withoutRole((scope) => scope === STORAGE_RESOURCE_ID);
const foreignScope: Fault = (azure) => {
  azure.settings.set('realtime:tokenScope', 'https://ai.azure.com/.default');
  azure.switches.set('mint.audiences', 'cognitiveservices');
};
const closed: Fault = ({ subscription }) => subscription.putAccount(ACCOUNT_NAME, { publicNetworkAccess: 'Disabled' });
const shortLived = write('secretSeconds', '5');
const quotaOfNothing = write('quota', '{"perMinute":{"limit":"six"}}');
const otherAudience = rewrite('callers', (text) => text.replaceAll(API_CLIENT_ID, `${API_CLIENT_ID.slice(0, -1)}f`));
const otherApiScope = rewrite('callers', (text) => text.replace('access_as_user', 'access_as_users'));
const unregisteredSpeakers = rewrite('callers', (text) => {
  const [rule] = JSON.parse(text) as readonly object[];
  return JSON.stringify([{ ...rule, onBehalf: { role: 'Speaks' } }]);
});

const BROKEN: readonly (readonly [string, readonly Fault[], readonly CheckId[]])[] = [
  ['another tenant, well-formed', [otherTenant], ['callers.issuers']],
  ['the issuer of every tenant', [commonTenant], ['settings.valid']],
  ['a revocation that lies ahead', [ahead], ['callers.revoked']],
  ['a default profile for nobody', [privateDefault], ['callers.default']],
  ['an origin with a slash', [slash], ['settings.valid']],
  ['an audience that nobody has', [otherAudience], ['callers.registration']],
  ['a scope that the registration lacks', [otherApiScope], ['callers.registration']],
  ['a role to speak for end users that is not registered', [unregisteredSpeakers], ['callers.registration']],
  ['a quota that is none', [quotaOfNothing], ['settings.valid']],
  ['an origin with a slash, and a chat model', [slash, chat], ['settings.valid', 'deployment.model']],
  ['another tenant, and a chat model', [otherTenant, chat], ['callers.issuers', 'deployment.model']],
  ['the issuer of every tenant, and no role', [commonTenant, noRole], ['settings.valid', 'roles.account']],
  ['a revocation ahead, and a closed network', [ahead, closed], ['callers.revoked', 'resource.network']],
  [
    'a default for nobody, and a foreign token scope',
    [privateDefault, foreignScope],
    ['callers.default', 'token.scope'],
  ],
  ['another tenant, and a default for nobody', [otherTenant, privateDefault], ['callers.issuers', 'callers.default']],
  [
    'a short lifetime, and no roles at the storage',
    [shortLived, noStorage],
    ['settings.valid', 'roles.tables', 'roles.blobs'],
  ],
  ['a foreign token scope, and no role', [foreignScope, noRole], ['roles.account', 'token.scope']],
  ['a quota that is none, and a revocation ahead', [quotaOfNothing, ahead], ['settings.valid', 'callers.revoked']],
  ['an audience nobody has, and no role', [otherAudience, noRole], ['callers.registration', 'roles.account']],
  ['a slash, and a revocation ahead', [slash, ahead], ['settings.valid', 'callers.revoked']],
  [
    'a scope that is not registered, and a chat model',
    [otherApiScope, chat],
    ['callers.registration', 'deployment.model'],
  ],
  ['a slash, and no role', [slash, noRole], ['settings.valid', 'roles.account']],
];

test.concurrent.each(BROKEN)('%s: named, mended by what is printed, then green', (_name, faults, expected) =>
  withAzure(async (azure) => {
    azure.switches.set('calls.preflight', 'echo');
    for (const fault of faults) fault(azure);
    const args = [...store(azure), '--mint'];
    const { causes, status } = await doctor.report(azure, args);
    expect({ causes: causes.map(({ check }) => check).toSorted(), status }).toEqual({
      causes: expected.toSorted(),
      status: 1,
    });
    for (const command of causes.flatMap(({ mend }) => mend.run ?? []))
      expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
    azure.subscription.age(TEN_MINUTES_MS);
    const again = await doctor.report(azure, args);
    expect({ left: again.causes, unseen: again.unseen, status: again.status }).toEqual({
      left: [],
      unseen: [],
      status: 0,
    });
  }),
);

test.concurrent('a connection that breaks is told from a wrong name, and stands beside a fault of its own', () =>
  withAzure(async (azure) => {
    azure.switches.set('calls.preflight', 'echo');
    reset(azure);
    ahead(azure);
    const { causes, status } = await doctor.report(azure, [...store(azure), '--mint']);
    expect(status).toBe(1);
    expect(causes.map(({ check }) => check)).toEqual(['callers.revoked', 'endpoint.connects']);
  }));

test.concurrent('a default profile that no app may fill in is named, and is fine once a rule has onBehalf', () =>
  withAzure(async (azure) => {
    azure.switches.set('calls.preflight', 'echo');
    write('profiles:default', '{"variables":{"name":{"maxLength":80}}}')(azure);
    write('profiles:default:instructions', 'Greet {{name}}.')(azure);
    const { causes, status } = await doctor.report(azure, store(azure));
    expect([status, causes.map(({ check }) => check)]).toEqual([1, ['callers.default']]);
    rewrite('callers', (text) => text.replace('[{', '[{"onBehalf":{"role":"Realtime.Mint"},'))(azure);
    expect(await doctor.report(azure, store(azure))).toMatchObject({ causes: [] });
  }));

test.concurrent('keys under another label: nothing is green, and the printed command is the typed one and the label', () =>
  withAzure(async (azure) => {
    for (const { key, value } of azure.settings.list()) {
      azure.settings.set(key, value, 'prod');
      azure.settings.delete(key);
    }
    const visit = await doctor.run(azure, [...store(azure), '--mint']);
    expect(visit.status).toBe(2);
    expect(visit.stdout).toMatch(/^Could not look at \d+ of \d+ checks/m);
    expect(visit.stdout).not.toMatch(/Nothing fails|is fine\.$/m);
    expect(visit.stdout).toMatch(/ --arm https:\S+ --store https:\S+ --mint --label prod$/m);
  }));

test.concurrent('a registration that may not be read is said, and is not green', () =>
  withAzure(async (azure) => {
    turn('issuer.registration', 'forbidden')(azure);
    const { checks, unseen, status } = await doctor.report(azure, store(azure));
    expect({ unseen, status }).toEqual({ unseen: ['callers.registration'], status: 2 });
    expect(checks.find(({ id }) => id === 'callers.registration')?.say).toMatch(/may not read the registration/);
  }));

test.concurrent('Resource Manager that asks to wait is told with its wait, and is not green', () =>
  withAzure(async (azure) => {
    azure.switches.set('arm.status', '429');
    azure.switches.set('arm.retryAfterSeconds', 17);
    const { checks, status } = await doctor.report(azure, store(azure));
    expect(status).toBe(2);
    expect(checks.find(({ id }) => id === 'resource.found')?.say).toMatch(/answer 429.*, with a wait of 17 s/);
  }));
