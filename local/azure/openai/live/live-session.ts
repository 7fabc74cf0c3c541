/** The session as it was created, and the little of it that may change since: its delegation, and what may trigger one. */
import { isJsonObject, type JsonObject } from '../../../../src/lib/json.ts';
import { findInvalid, unknownParameter } from '../invalid-body.ts';
import type { EventError, SessionResource } from './server-events.ts';
import {
  type Delegation,
  delegation as delegationConfig,
  type LiveSessionRequest,
  triggers,
} from './session-schema.ts';

export interface SessionFacts {
  readonly id: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** OpenAI documents it, Microsoft's pages do not show it. */
  readonly hasStatus: boolean;
}

/** Where Azure is not verified: see the switches of these names. */
export interface UpdateTerms {
  readonly startupMember: 'unknown_parameter' | 'immutable_field_update';
  readonly nullDelegation: 'refused' | 'resets';
}

export interface LiveSession {
  /** The member `session` of an event. */
  resource(): SessionResource;
  /** Changes what is given and nothing else, or refuses all of it. */
  update(given: unknown, terms: UpdateTerms): EventError | undefined;
  readonly delegation: Delegation;
}

/** Azure's own text is nowhere published. */
const DEFAULT_INSTRUCTIONS = 'Instructions of the emulated Azure, because the session had none.';
const DEFAULT_VOICE = 'marin';
const DEFAULT_DELEGATION: Delegation = { type: 'client' };

export function createLiveSession(request: LiveSessionRequest, facts: SessionFacts): LiveSession {
  const { model, instructions, audio, delegation, input, ...rest } = request;
  let current: Delegation = delegation ?? DEFAULT_DELEGATION;
  let currentTriggers = rest.triggers;

  /** The complete object is documented; what is left out of a configuration stays. */
  function readDelegation(given: unknown, { nullDelegation }: UpdateTerms): Delegation | EventError {
    if (given === null) return nullDelegation === 'resets' ? DEFAULT_DELEGATION : immutable('session.delegation');
    if (!isJsonObject(given)) return notAnObject('session.delegation');
    const asked = given['type'];
    if (asked !== undefined && asked !== current.type) return immutable('session.delegation.type');
    const merged = merge(current, given);
    const parsed = delegationConfig.safeParse(merged, { reportInput: true });
    if (parsed.success) return parsed.data;
    const { code, message, param } = findInvalid(parsed.error, merged);
    return { code, message, param: `session.delegation.${param}` };
  }

  return {
    resource: () => ({
      id: facts.id,
      model,
      ...(facts.hasStatus && { status: 'active' }),
      expires_at: facts.expiresAt,
      instructions: instructions?.trim() ? instructions : DEFAULT_INSTRUCTIONS,
      audio: { output: { voice: audio?.output?.voice ?? DEFAULT_VOICE } },
      delegation: current,
      input: input ?? [],
      ...rest,
      ...(currentTriggers && { triggers: currentTriggers }),
    }),
    update(given, terms) {
      if (!isJsonObject(given)) return notAnObject('session');
      const other = Object.keys(given).find((name) => name !== 'delegation' && name !== 'triggers');
      if (other !== undefined) {
        const param = `session.${other}`;
        return terms.startupMember === 'unknown_parameter' ? unknownParameter(param) : immutable(param);
      }
      const next = 'delegation' in given ? readDelegation(given['delegation'], terms) : current;
      if ('code' in next) return next;
      const parsed = triggers.optional().safeParse(given['triggers'], { reportInput: true });
      if (!parsed.success) {
        return { code: 'invalid_value', message: "Invalid value for 'session.triggers'.", param: 'session.triggers' };
      }
      current = next;
      currentTriggers = parsed.data ?? currentTriggers;
      return undefined;
    },
    get delegation() {
      return current;
    },
  };
}

/** Of the configuration each part that is given replaces that part. */
function merge(current: Delegation, given: JsonObject): unknown {
  const [held, next] = [Reflect.get(current, current.type), given[current.type]];
  const isPart = isJsonObject(held) && isJsonObject(next);
  return { ...current, ...given, ...(isPart && { [current.type]: { ...held, ...next } }) };
}

function notAnObject(param: string): EventError {
  return { code: 'invalid_type', message: `Invalid type for '${param}': expected an object.`, param };
}

/** The code is documented by OpenAI, the text is ours. */
function immutable(param: string): EventError {
  return { code: 'immutable_field_update', message: `'${param}' cannot be changed in a session.`, param };
}
