/** The text of the control service's front page: what can be asked, and every switch with its values. */
import type { SwitchListing } from '../switches.ts';

const ROUTES = `The emulated Azure. This is its control service.

  GET    /                     this text
  GET    /switches             every switch, as JSON
  PUT    /switches/{name}      a value as JSON, or {"value": …, "times": N} for the next N requests
  DELETE /switches             every switch as at start; settings, and what az has changed, stay
  POST   /caller-token         a caller's token as text; an optional JSON body overrides claims (null stays null)
  GET    /requests             what reached the services; ?service=openai for one of them
  DELETE /requests             forget them
  GET    /settings/{key}       a setting of App Configuration as text; ?label= for a labelled one
  PUT    /settings/{key}       set it to the body
  DELETE /settings/{key}       remove it
  GET    /telemetry            what ingestion accepted; DELETE forgets it
  GET    /calls                the open voice calls; DELETE /calls/{id} hangs one up
  GET    /calls/ended          those that have ended, when and by what
  GET    /operator             for a shell to evaluate: the az of this machine, signed in, and its certificate
  POST   /az                   arguments of the Azure CLI, each with a NUL after it; what it prints
  POST   /issuer/rotate        a new signing key; tokens of the old one are no longer good

The last two want the header Content-Type: application/json. A page of another origin is refused everything here.
`;

export function createListing(switches: readonly SwitchListing[]): string {
  return `${ROUTES}\nSwitches (${switches.length})\n\n${switches.map(toParagraph).join('\n')}`;
}

function toParagraph({ name, current, description, values, source }: SwitchListing): string {
  return `  ${name} = ${current}\n    ${description}\n    values: ${values.join(', ')}\n    source: ${source}\n`;
}
