/** What the Azure CLI's parser takes and refuses, in its words; az-commands.ts has the commands. */
import { AZ_COMMANDS, AZ_GLOBAL } from './az-commands.ts';

interface AzOption {
  /** With dashes: the long one first. */
  readonly spellings: readonly string[];
  readonly isRequired: boolean;
}

/** Without a value. */
const FLAGS: ReadonlySet<string> = new Set(
  '--all --created --debug --deleted --dryrun --exists --fill-principal-name --help --include-groups --include-inherited --no-wait --only-show-errors --refresh --show-mine --updated --verbose --wait --yes'.split(
    ' ',
  ),
);
/** With one value or more. */
const SEVERAL: ReadonlySet<string> = new Set(
  '--add --allowed-origins --app --audiences --identities --ids --parameters --remove --set --setting-names --settings --slot-settings --tags'.split(
    ' ',
  ),
);

/** `undefined`: no command that is written down here. */
export function optionsOf(command: string): readonly AzOption[] | undefined {
  const own = Object.hasOwn(AZ_COMMANDS, command) ? AZ_COMMANDS[command] : undefined;
  return own === undefined ? undefined : [...own.split(' '), ...AZ_GLOBAL.split(' ')].flatMap(toOption);
}

/** A sentence where the parser refuses; by canonical names without dashes otherwise. */
export type AzParsed = { readonly options: ReadonlyMap<string, readonly string[]> } | { readonly refused: string };

export function parseOptions(known: readonly AzOption[], words: readonly string[]): AzParsed {
  const options = new Map<string, string[]>();
  const strangers: string[] = [];
  let current: { readonly option: AzOption; readonly values: string[] } | undefined;
  for (const word of words.flatMap(splitEquals)) {
    const option = known.find(({ spellings }) => spellings.includes(word));
    if (option) {
      current = { option, values: [] };
      options.set(nameOf(option), current.values);
    } else if (!/^--?[a-z]/.test(word) && current && hasRoom(current.option, current.values)) current.values.push(word);
    else strangers.push(word);
  }
  const without = known.find(
    (option) => options.get(nameOf(option))?.length === 0 && !FLAGS.has(`--${nameOf(option)}`),
  );
  if (without)
    return {
      refused: `argument ${without.spellings.join('/')}: expected ${SEVERAL.has(`--${nameOf(without)}`) ? 'at least one' : 'one'} argument`,
    };
  const lacking = known.filter((option) => isRequired(option, known, options) && !options.has(nameOf(option)));
  if (lacking.length > 0) {
    const names = lacking.map(({ spellings }) => spellings.join('/')).join(', ');
    return { refused: `the following arguments are required: ${names}` };
  }
  return strangers.length > 0 ? { refused: `unrecognized arguments: ${strangers.join(' ')}` } : { options };
}

function toOption(text: string): readonly AzOption[] {
  const spellings = text.replace('*', '').split('|');
  return text === '' ? [] : [{ spellings, isRequired: text.endsWith('*') }];
}

function nameOf({ spellings: [name = ''] }: AzOption): string {
  return name.replace(/^--/, '');
}

/** The parser writes of resources that `--ids` can name: either that, or the group and the name. */
function isRequired(option: AzOption, known: readonly AzOption[], given: ReadonlyMap<string, unknown>): boolean {
  const canBeNamed = known.some((other) => nameOf(other) === 'ids') && known.some((other) => nameOf(other) === 'name');
  if (given.has('ids') && canBeNamed) return option.isRequired && !['name', 'resource-group'].includes(nameOf(option));
  return option.isRequired || (canBeNamed && ['name', 'resource-group'].includes(nameOf(option)));
}

function hasRoom(option: AzOption, values: readonly string[]): boolean {
  const name = `--${nameOf(option)}`;
  return !FLAGS.has(name) && (values.length === 0 || SEVERAL.has(name));
}

function splitEquals(word: string): readonly string[] {
  const [, option, value] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
  return option === undefined || value === undefined ? [word] : [option, value];
}
