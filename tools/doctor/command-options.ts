/** What the command lines of the doctor and of its neighbours have in common: how they are read, and where they look. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { PUBLIC_ARM } from './arm/arm-scope.ts';

/** Bad input: its message is one sentence for the person. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Each finds the app and its resources, or narrows where they are looked for. */
export const WHERE_OPTIONS = {
  store: { type: 'string' },
  group: { type: 'string' },
  app: { type: 'string' },
  env: { type: 'string' },
  label: { type: 'string' },
} as const;

/** Of those, for the help text. */
export const WHERE_USAGE = `  --store <url>         endpoint of the App Configuration store
  --group <name>        resource group
  --app <url>           address of the function app
  --env <name>          azd environment
  --label <text>        label of the settings, if the app has one in AZURE_APPCONFIGURATION_LABEL`;

export const LAST_USAGE = `  --arm <url>           Resource Manager of another cloud (${PUBLIC_ARM})
  --help                this text`;

/** @throws {UsageError} */
export function readArguments<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // Node's messages go on with advice about positional arguments, of which there are none here.
    const { message = 'The options cannot be read' } = Object(error) as { readonly message?: string };
    const [first = message] = message.split(/\. |\n/);
    throw new UsageError(`${first.replace(/\.$/, '')}; --help lists the options.`);
  }
}
