/** What the parrot hands on: to the client, which answers when it likes, or to the Responses API. */
import { createId } from '../ids.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveSwitches } from './live-switches.ts';
import { callFunction, type ResponsesConfig, writeText } from './responses-run.ts';
import type { ServerEvent } from './server-events.ts';

export interface Delegations {
  /** A turn has ended, which may be handed on. */
  turnEnded(): void;
  /** Whether it was handed on to the client. */
  isOfClient(id: string): boolean;
  /** What the client puts into the conversation of the responses; its text is the parrot's next answer. */
  addItem(item: Readonly<Record<string, unknown>>): void;
  /** Goes on with what was added. */
  createResponse(): void;
}

export interface DelegationsParts {
  readonly session: LiveSession;
  readonly switches: LiveSwitches;
  readonly elapsedMs: () => number;
  readonly emit: (event: ServerEvent) => void;
  readonly say: (text: string) => void;
}

const NOTHING_ADDED = 'Nothing was added, and the emulated service only repeats.';
const NO_FUNCTION = 'There is no function to call, and the emulated service only repeats.';

export function createDelegations({ session, switches, elapsedMs, emit, say }: DelegationsParts): Delegations {
  const ofClient = new Set<string>();
  let turns = 0;
  let current: string | undefined;
  let added: string | undefined;

  function delegate(): void {
    const { delegation } = session;
    const id = createId('item_delegation');
    const created = { id, type: 'delegation', target: delegation.type } as const;
    const tell = (response_id?: string) =>
      emit({
        type: 'session.delegation.created',
        offset_ms: elapsedMs(),
        delegation: { ...created, ...(response_id !== undefined && { response_id }) },
      });
    switch (delegation.type) {
      case 'client':
        ofClient.add(id);
        tell();
        break;
      case 'responses': {
        const responseId = createId('resp');
        current = id;
        tell(responseId);
        begin(responseId, delegation.responses);
        break;
      }
      // Not emulated.
      case 'decisions':
        break;
    }
  }

  function begin(responseId: string, config: ResponsesConfig): void {
    const parts = { responseId, delegationId: current ?? null, config, emit };
    const name = config.tool_choice === 'none' ? undefined : functionsOf(config)[0];
    if (name === undefined) {
      writeText(parts, NO_FUNCTION);
      say(NO_FUNCTION);
    } else {
      callFunction(parts, name);
    }
  }

  return {
    turnEnded() {
      turns += 1;
      const when = switches.take('live.delegates');
      if (when === 'each-turn' || (when === 'first-turn' && turns === 1)) delegate();
    },
    isOfClient: (id) => ofClient.has(id),
    addItem(item) {
      added = textOf(item);
    },
    createResponse() {
      const { delegation } = session;
      if (delegation.type !== 'responses') return;
      const text = added ?? NOTHING_ADDED;
      added = undefined;
      const parts = { responseId: createId('resp'), delegationId: current ?? null, config: delegation.responses, emit };
      writeText(parts, text, switches.take('live.continuationCreated') === 'sent');
      say(text);
    },
  };
}

function functionsOf({ tools = [] }: ResponsesConfig): readonly string[] {
  return tools.flatMap((tool) => (tool.type === 'function' && typeof tool['name'] === 'string' ? [tool['name']] : []));
}

/** Of a function's output or a message; anything else is shown as it came. */
function textOf({ output, content, ...rest }: Readonly<Record<string, unknown>>): string {
  if (typeof output === 'string') return output;
  if (typeof content === 'string') return content;
  return JSON.stringify(output ?? content ?? rest);
}
