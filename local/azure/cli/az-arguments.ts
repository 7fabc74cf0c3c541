/** A command line of the Azure CLI, taken apart: the words before the first option, then options with their values. */
import { SUBSCRIPTION_ID } from '../foundation/directory.ts';
import { AZ_VERSION } from './az-commands.ts';
import { optionsOf, parseOptions } from './az-grammar.ts';

export interface AzArguments {
  readonly command: string;
  /** The first of an option's long names, without dashes; several values of one (`--set a=1 b=2`) are kept in order. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** The Azure CLI's sentence if it refuses the arguments. */
export type AzReading = AzArguments | { readonly refused: string };

export function readAzArguments(args: readonly string[]): AzReading {
  const first = args.findIndex((arg) => arg.startsWith('-'));
  const words = first === -1 ? args : args.slice(0, first);
  const command = words.join(' ');
  const known = optionsOf(command);
  if (!known)
    return {
      refused: `'${command}' is misspelled or not recognized by the system: this az knows the commands of Azure CLI ${AZ_VERSION} that this project prints, and no others.`,
    };
  const parsed = parseOptions(known, first === -1 ? [] : args.slice(first));
  return 'refused' in parsed ? parsed : { command, options: parsed.options };
}

/** What is well written and means nothing here: another subscription, another store. */
export function refuseForeign({ command, options }: AzArguments, storeEndpoint: string): string | undefined {
  const ofSubscription = command.startsWith('account ') ? options.get('name') : options.get('subscription');
  const [subscription = SUBSCRIPTION_ID] = ofSubscription ?? [];
  if (subscription !== SUBSCRIPTION_ID)
    return `The subscription of '${subscription}' doesn't exist in cloud 'AzureCloud'.`;
  if (/^appconfig (?:kv|revision) /.test(command))
    return refuseStore(options, storeEndpoint) ?? refuseUnasked(command, options);
  return undefined;
}

/** It would look for a key of the store without an endpoint. */
function refuseStore(options: AzArguments['options'], storeEndpoint: string): string | undefined {
  const [endpoint] = options.get('endpoint') ?? [];
  if (endpoint !== storeEndpoint) return `No store answers at ${endpoint}.`;
  return options.get('auth-mode')?.[0] === 'login' ? undefined : 'This store takes no keys: --auth-mode login.';
}

function refuseUnasked(command: string, options: AzArguments['options']): string | undefined {
  if (!/ (?:set|delete)$/.test(command) || options.has('yes')) return undefined;
  return 'Unable to prompt for confirmation as no tty available. Use --yes.';
}
