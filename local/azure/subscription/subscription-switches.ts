/** What a person breaks in the subscription from the control service; everything else is written through ARM. */

import type { SwitchBoard, SwitchDefinition, ValuesOf } from '../../kit/switches.ts';
import { ACCOUNT_NAME } from '../foundation/directory.ts';
import type { Deployment } from './account.ts';
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
const AS_DEPLOYED = 'as-deployed';
const MODELS = [AS_DEPLOYED, ...DEPLOYABLE] as const;
const STATE = 'account.modelState';
const AS_LISTED = 'as-listed';
const STATES = [AS_LISTED, ...LIFECYCLE_STATES] as const;
const LOCAL_AUTH = 'mint.localAuth';

export const SUBSCRIPTION_SWITCHES = [
  {
    name: MODEL,
    description: `Base model of the deployment that \`realtime:deployment\` names when you set the switch. \`${AS_DEPLOYED}\` puts the deployment’s own model back; a write to it through Resource Manager puts the switch back.`,
    values: MODELS,
    initial: AS_DEPLOYED,
    source: 'emulator',
    uncountable: MODELS,
  },
  {
    name: STATE,
    description: `Lifecycle of every version of \`${DEFAULT_MODEL}\`, in Resource Manager’s words. \`Deprecating\`: only a subscription that has the model may deploy it. \`Deprecated\`: nobody may deploy it, and a mint gets a 410. \`${AS_LISTED}\` takes the state from infra/models.json.`,
    values: STATES,
    initial: AS_LISTED,
    source: 'documented; text of the 410 reported',
    uncountable: STATES,
  },
  {
    name: LOCAL_AUTH,
    description:
      'Whether the account accepts keys (`disableLocalAuth`); `off` answers a key with 403 AuthenticationTypeDisabled.',
    values: ['on', 'off'],
    initial: 'off',
    source: 'documented',
    uncountable: ['on', 'off'],
  },
  {
    name: 'account.propagation',
    description:
      'When the data plane knows a new role or deployment: at once, or after five minutes, the shortest time that Azure’s pages name.',
    values: ['at-once', 'five-minutes'],
    initial: 'at-once',
    source: 'documented; at once is the emulator’s',
  },
  {
    name: 'live.concurrency',
    description:
      'Sessions of GPT-Live that the subscription may have at the same time, over all its accounts; each counts from its create to its end.',
    values: { minimum: 0, maximum: 500 },
    initial: 10,
    source: 'documented (that it is the limit); number reported',
  },
] as const satisfies readonly SwitchDefinition[];

type SubscriptionSwitches = SwitchBoard<ValuesOf<typeof SUBSCRIPTION_SWITCHES>>;

/**
 * From a switch to the state, and back after a write: the two never say different things.
 *
 * @param namedDeployment what the settings name now.
 */
export function followSubscriptionSwitches(
  switches: SubscriptionSwitches,
  subscription: Subscription,
  namedDeployment: () => string | undefined,
): { sync(): void } {
  const account = () => subscription.findAccount(ACCOUNT_NAME);
  const find = (name: string | undefined) => account()?.deployments.get(name ?? '');
  /** As the switch found it, and the model that it has since. */
  let swapped: { readonly before: Deployment; readonly model: string } | undefined;
  const isSwapped = () => swapped !== undefined && find(swapped.before.name)?.model.name === swapped.model;

  function putBack(): void {
    if (swapped && isSwapped()) subscription.putDeployment(ACCOUNT_NAME, swapped.before);
    swapped = undefined;
  }
  switches.onChange(MODEL, (value) => {
    putBack();
    const before = find(namedDeployment());
    if (value === AS_DEPLOYED || !before) return;
    const model = String(value);
    const version = subscription.models.find(account()?.location ?? '', model)?.version ?? '1';
    subscription.putDeployment(ACCOUNT_NAME, { ...before, model: { format: 'OpenAI', name: model, version } });
    swapped = { before, model };
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
      if (swapped && !isSwapped()) switches.set(MODEL, AS_DEPLOYED);
      const localAuth = account()?.disableLocalAuth === true ? 'off' : 'on';
      if (switches.get(LOCAL_AUTH) !== localAuth) switches.set(LOCAL_AUTH, localAuth);
    },
  };
}
