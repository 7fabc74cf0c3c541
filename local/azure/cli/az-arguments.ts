/** A command line of the Azure CLI, taken apart: the words before the first option, then options with their values. */

export interface AzArguments {
  readonly command: string;
  /** Long names without dashes; several values of one option (`--set a=1 b=2`) are kept in order. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

const SHORT: Readonly<Record<string, string>> = {
  '-g': 'resource-group',
  '-n': 'name',
  '-l': 'location',
  '-o': 'output',
  '-y': 'yes',
};

export function parseAzArguments(args: readonly string[]): AzArguments {
  const first = args.findIndex((arg) => arg.startsWith('-'));
  const words = first === -1 ? args : args.slice(0, first);
  const options = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const arg of first === -1 ? [] : args.slice(first)) {
    const name = SHORT[arg] ?? /^--([a-z-]+)$/.exec(arg)?.[1];
    if (name === undefined) current?.push(arg);
    else {
      current = [];
      options.set(name, current);
    }
  }
  return { command: words.join(' '), options };
}
