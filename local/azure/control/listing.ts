/** The text of the control service's front page: what can be asked, and every switch with its values. */
import type { Route } from '../../kit/router.ts';
import type { SwitchListing } from '../../kit/switches.ts';

export interface ListedRoute extends Route {
  /** What it answers or changes, behind its method and path. */
  readonly does: string;
}

const HEAD = 'The emulated Azure. This is its control service.';
const FOOT =
  'POST /az and POST /issuer/rotate want the header Content-Type: application/json. A page of another origin is refused everything\nhere, but for the token of a page that npm start --origin names.';

export function createListing(routes: readonly ListedRoute[], switches: readonly SwitchListing[]): string {
  const rows = routes.map(({ path, ...route }) => ({ ...route, path: path.replace(/:(\w+)/g, '{$1}') }));
  const width = Math.max(...rows.map(({ path }) => path.length));
  const lines = rows.map(({ method, path, does }) => `  ${method.padEnd(6)} ${path.padEnd(width)}  ${does}\n`);
  const title = `Switches (${switches.length})`;
  return `${HEAD}\n\n${lines.join('')}\n${FOOT}\n\n${title}\n\n${switches.map(toParagraph).join('\n')}`;
}

function toParagraph({ name, current, description, values, source }: SwitchListing): string {
  return `  ${name} = ${current}\n    ${description}\n    values: ${values.join(', ')}\n    source: ${source}\n`;
}
