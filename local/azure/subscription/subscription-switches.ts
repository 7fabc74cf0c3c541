/** What a person breaks in the subscription from the control service; everything else is written through ARM. */

import type { SwitchBoard, SwitchDefinition, ValuesOf } from '../../kit/switches.ts';
import { ACCOUNT_NAME } from '../foundation/directory.ts';
import { DEFAULT_DEPLOYMENT } from './default-deployments.ts';
import { DEFAULT_MODEL, LIFECYCLE_STATES } from './model-catalogue.ts';
import type { Subscription } from './subscription.ts';

const DEPLOYABLE = [
  'gpt-realtime-mini',
  'gpt-realtime',
  'gpt-realtime-2.1-mini',
  'gpt-4o',
  'gpt-4o-mini-transcribe',
  'gpt-realtime-whisper',
  'gpt-realtime-translate',
] as const;

const MODEL = 'account.deploymentModel';
const STATE = 'account.modelState';
const AS_LISTED = 'as-listed';
const STATES = [AS_LISTED, ...LIFECYCLE_STATES] as const;
const LOCAL_AUTH = 'mint.localAuth';

export const SUBSCRIPTION_SWITCHES = [
  {
    name: MODEL,
    description: `Base model behind the deployment \`${DEFAULT_DEPLOYMENT}\`; a write to Resource Manager moves it too.`,
    values: DEPLOYABLE,
    initial: DEPLOYABLE[0],
    source: 'emulator',
    uncountable: DEPLOYABLE,
  },
  {
    name: STATE,
    description: `Lifecycle of the model \`${DEFAULT_MODEL}\`, each version of it, in the words of Resource Manager: \`Deprecating\` can be deployed only where the subscription has it, \`Deprecated\` by nobody, and mints are answered 410; \`${AS_LISTED}\` is what infra/models.json says.`,
    values: STATES,
    initial: AS_LISTED,
    source: 'documented; text of the 410 reported',
    uncountable: STATES,
  },
  {
    name: LOCAL_AUTH,
    description:
      'Whether the account takes keys (`disableLocalAuth`); off answers a key with 403 AuthenticationTypeDisabled.',
    values: ['on', 'off'],
    initial: 'off',
    source: 'documented',
    uncountable: ['on', 'off'],
  },
  {
    name: 'account.propagation',
    description:
      'When a new role or deployment counts for the data plane: at once, or after the five minutes that are documented as the least.',
    values: ['at-once', 'five-minutes'],
    initial: 'at-once',
    source: 'documented; at once is the emulator’s',
  },
] as const satisfies readonly SwitchDefinition[];

type SubscriptionSwitches = SwitchBoard<ValuesOf<typeof SUBSCRIPTION_SWITCHES>>;

/** From a switch to the state, and back after a write: the two never say different things. */
export function followSubscriptionSwitches(
  switches: SubscriptionSwitches,
  subscription: Subscription,
): { sync(): void } {
  const current = () => {
    const account = subscription.findAccount(ACCOUNT_NAME);
    return { account, deployment: account?.deployments.get(DEFAULT_DEPLOYMENT) };
  };
  switches.onChange(MODEL, (name) => {
    const { account, deployment } = current();
    if (!account || !deployment || deployment.model.name === name) return;
    const version = subscription.models.find(account.location, String(name))?.version ?? '1';
    subscription.putDeployment(ACCOUNT_NAME, {
      ...deployment,
      model: { format: 'OpenAI', name: String(name), version },
    });
  });
  switches.onChange(STATE, (value) => {
    const state = LIFECYCLE_STATES.find((known) => known === value);
    subscription.models.setState(DEFAULT_MODEL, state);
  });
  switches.onChange(LOCAL_AUTH, (value) => {
    subscription.putAccount(ACCOUNT_NAME, { disableLocalAuth: value === 'off' });
  });
  return {
    sync() {
      const { account, deployment } = current();
      const model = DEPLOYABLE.find((name) => name === deployment?.model.name);
      if (model !== undefined && switches.get(MODEL) !== model) switches.set(MODEL, model);
      const localAuth = account?.disableLocalAuth === true ? 'off' : 'on';
      if (switches.get(LOCAL_AUTH) !== localAuth) switches.set(LOCAL_AUTH, localAuth);
    },
  };
}
