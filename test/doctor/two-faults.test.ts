/**
 * Two faults at once that have nothing to do with each other: both are named, each with its own way out. What is printed
 * is typed as it stands; the second run is green, or says what commands alone cannot settle.
 */

import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import {
  ACCOUNT_NAME,
  IDENTITY_OBJECT_ID,
  STORAGE_RESOURCE_ID,
  STORE_RESOURCE_ID,
} from '../../local/azure/foundation/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import type { CheckId } from '../../tools/doctor/check-ids.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import type { StandInApp } from './support/stand-in-app.ts';
import { withAzure } from './support/with-azure.ts';

const doctor = createDoctor();
afterAll(() => doctor.dispose());

type Fault = (azure: EmulatedAzure & { readonly app: StandInApp }) => void;

const TEN_MINUTES_MS = 600_000;
const DEPLOYMENT = 'gpt-realtime-mini';

const set =
  (key: string, value: string): Fault =>
  ({ settings }) =>
    settings.set(`realtime:${key}`, value);
const account =
  (change: Parameters<EmulatedAzure['subscription']['putAccount']>[1]): Fault =>
  ({ subscription }) =>
    subscription.putAccount(ACCOUNT_NAME, change);
const noRoleOn =
  (scope: string): Fault =>
  ({ subscription }) =>
    subscription.roles.remove((held) => held.principalId === IDENTITY_OBJECT_ID && held.scope.endsWith(scope));
const warns =
  (id: string): Fault =>
  ({ app }) =>
    app.says({ warnings: [id] });

const closed = account({ publicNetworkAccess: 'Disabled' });
const noSubdomain = account({ customSubDomainName: undefined });
const gone: Fault = ({ subscription }) => subscription.deleteDeployment(ACCOUNT_NAME, DEPLOYMENT);
const retired: Fault = ({ subscription }) => subscription.models.setState(DEPLOYMENT, 'Deprecated');
const failed: Fault = ({ subscription }) => {
  const held = subscription.findAccount(ACCOUNT_NAME)?.deployments.get(DEPLOYMENT);
  if (held) subscription.putDeployment(ACCOUNT_NAME, { ...held, provisioningState: 'Failed' }, 0);
};
const stopped: Fault = ({ subscription }) => {
  subscription.site.state = 'Stopped';
};
const storeContributor: Fault = (azure) => {
  noRoleOn(STORE_RESOURCE_ID)(azure);
  const held = { role: ROLES.contributor.name, scope: STORE_RESOURCE_ID, principalType: 'ServicePrincipal' };
  azure.subscription.roles.put({ ...held, principalId: IDENTITY_OBJECT_ID, createdOnEpochMs: 0 });
};
const chat: Fault = ({ switches }) => switches.set('account.deploymentModel', 'gpt-4o');
const noRole = noRoleOn(ACCOUNT_NAME);
const noTables = noRoleOn(STORAGE_RESOURCE_ID);
const slash = set('cors:origins', '["http://localhost:3000/"]');
const noQuota = set('quota', '{"day":{"limit":0}}');
const preview = set('endpoint', 'https://swedencentral.realtimeapi-preview.ai.azure.com/v1/realtimertc');
const brokenProfile = set('profiles:sales', '{"session":{"type":"transcription"}}');
const words = set(
  'profiles:sales',
  '{"session":{"type":"realtime","audio":{"input":{"transcription":{"model":"no-such-words"}}}}}',
);
const refusedPreflight: Fault = ({ switches }) => switches.set('calls.preflight', 'refused');
const otherAccount: Fault = ({ settings }) =>
  settings.set('realtime:resourceId', `${settings.get('realtime:resourceId')}-of-others`);

interface Pair {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly causes: readonly CheckId[];
  /** What is somebody's decision, or the app's word that no command changes. */
  readonly remains?: readonly CheckId[];
}

const PAIRS: readonly Pair[] = [
  {
    name: 'a closed network, and no deployment',
    faults: [closed, gone],
    causes: ['resource.network', 'deployment.exists'],
  },
  {
    name: 'an id of another account, and a refused preflight',
    faults: [otherAccount, refusedPreflight],
    causes: ['resource.found', 'azure.preflight'],
    remains: ['azure.preflight'],
  },
  {
    name: 'Contributor at the store, and quotas that cannot be counted',
    faults: [storeContributor, warns('quota_unavailable')],
    causes: ['roles.store', 'app.ready'],
    remains: ['app.ready'],
  },
  {
    name: 'Contributor at the store, and an identity that gives no token',
    faults: [storeContributor, warns('credential_unavailable')],
    causes: ['roles.store', 'app.ready'],
    remains: ['app.ready'],
  },
  {
    name: 'a wrong quota, and quotas that cannot be counted',
    faults: [noQuota, ({ app }) => app.says({ warnings: ['settings_invalid', 'quota_unavailable'] })],
    causes: ['settings.valid', 'app.ready'],
    remains: ['app.ready'],
  },
  { name: 'a retired model, and no role', faults: [retired, noRole], causes: ['deployment.version', 'roles.account'] },
  {
    name: 'a deployment that failed, and a slash',
    faults: [failed, slash],
    causes: ['settings.valid', 'deployment.state'],
  },
  {
    name: 'no subdomain, and a wrong quota',
    faults: [noSubdomain, noQuota],
    causes: ['settings.valid', 'resource.subdomain'],
  },
  {
    name: 'the preview’s address, and no role at the storage',
    faults: [preview, noTables],
    causes: ['endpoint.form', 'roles.tables', 'roles.blobs'],
  },
  {
    name: 'no transcription deployment, and no role',
    faults: [words, noRole],
    causes: ['deployment.transcription', 'roles.account'],
  },
  {
    name: 'a profile of another session, and a chat model',
    faults: [brokenProfile, chat],
    causes: ['settings.profiles', 'deployment.model'],
    remains: ['settings.profiles'],
  },
  {
    name: 'a closed network, and no role at the storage',
    faults: [closed, noTables],
    causes: ['resource.network', 'roles.tables', 'roles.blobs'],
  },
  { name: 'a stopped app, and a chat model', faults: [stopped, chat], causes: ['deployment.model', 'app.health'] },
  { name: 'a stopped app, and a wrong quota', faults: [stopped, noQuota], causes: ['settings.valid', 'app.health'] },
];

test.concurrent.each(PAIRS)(
  '$name: both are named, and what is printed mends what it can',
  ({ faults, causes, remains = [] }) =>
    withAzure(async (azure) => {
      azure.switches.set('calls.preflight', 'echo');
      for (const fault of faults) fault(azure);
      const args = ['--group', 'rg-local', '--mint'];
      const found = await doctor.report(azure, args);
      expect({ causes: found.causes.map(({ check }) => check), status: found.status }).toEqual({ causes, status: 1 });
      for (const command of found.causes.flatMap(({ mend }) => mend.run ?? []))
        expect([command, await type(azure, command)]).toEqual([
          command,
          expect.objectContaining({ status: 0, stderr: '' }),
        ]);
      azure.subscription.age(TEN_MINUTES_MS);
      const again = await doctor.report(azure, args);
      expect({ causes: again.causes.map(({ check }) => check), status: again.status }).toEqual({
        causes: remains,
        status: remains.length > 0 ? 1 : 0,
      });
    }),
);
