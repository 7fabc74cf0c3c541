/** The options that each command has, and what the Azure CLI says of others, of another subscription, of another store. */
import { SUBSCRIPTION_ID } from '../directory.ts';
import type { AzArguments } from './az-arguments.ts';

const RESOURCE = ['resource-group', 'subscription', 'name'];
const EVERYWHERE = ['query', 'output'];
const SEVERAL_VALUES = ['set', 'ids'];

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'account get-access-token': ['resource', 'tenant', 'subscription'],
  'appconfig kv set': ['endpoint', 'auth-mode', 'yes', 'key', 'value', 'label'],
  'cognitiveservices account show': RESOURCE,
  'cognitiveservices account create': [...RESOURCE, 'location', 'kind', 'sku', 'custom-domain'],
  'cognitiveservices account update': [...RESOURCE, 'custom-domain'],
  'cognitiveservices account deployment create': [
    ...RESOURCE,
    'deployment-name',
    'model-format',
    'model-name',
    'model-version',
    'sku-name',
    'sku-capacity',
  ],
  'resource update': ['ids', 'set'],
  'role assignment create': ['assignee-object-id', 'assignee-principal-type', 'role', 'scope'],
  'role assignment delete': ['ids'],
  'provider register': ['namespace', 'subscription'],
};

/** A sentence where it is to be refused; of a command that is not known nothing is said here. */
export function refuseArguments({ command, options }: AzArguments, storeEndpoint: string): string | undefined {
  const known = OPTIONS[command];
  if (!known) return undefined;
  const unknown = [...options].flatMap(([name, values]) => {
    if (![...known, ...EVERYWHERE].includes(name)) return [`--${name}`, ...values];
    return SEVERAL_VALUES.includes(name) ? [] : values.slice(1);
  });
  if (unknown.length > 0) return `unrecognized arguments: ${unknown.join(' ')}`;
  const [subscription = SUBSCRIPTION_ID] = options.get('subscription') ?? [];
  if (subscription !== SUBSCRIPTION_ID)
    return `The subscription of '${subscription}' doesn't exist in cloud 'AzureCloud'.`;
  return command === 'appconfig kv set' ? refuseStore(options, storeEndpoint) : undefined;
}

/** It would look for a key of the store without the one, and ask a person without the other. */
function refuseStore(options: AzArguments['options'], storeEndpoint: string): string | undefined {
  const [endpoint] = options.get('endpoint') ?? [];
  if (endpoint !== storeEndpoint) return `No store answers at ${endpoint}.`;
  if (options.get('auth-mode')?.[0] !== 'login') return 'This store takes no keys: --auth-mode login.';
  return options.has('yes') ? undefined : 'Unable to prompt for confirmation as no tty available. Use --yes.';
}
