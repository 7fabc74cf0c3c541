/** The session of one call: what the mint was asked for, as the client has changed it since. */
import { isJsonObject } from '../../../../src/lib/json.ts';
import { echoRealtime, type SessionFacts } from '../client-secret.ts';
import type { RealtimeSession } from '../session-schema.ts';
import { validateMint } from '../validate-mint.ts';
import type { TurnDetection } from './hearing.ts';
import type { EventError } from './server-events.ts';

export interface CallSession {
  /** The member `session` of an event. */
  echo(): Readonly<Record<string, unknown>>;
  /** Changes what is given and nothing else, or refuses all of it. */
  update(given: unknown, terms: UpdateTerms): EventError | undefined;
  readonly current: RealtimeSession;
  /** `undefined`: turns are the client's to commit. */
  turns(): Turns | undefined;
}

export interface Turns extends TurnDetection {
  readonly createsResponse: boolean;
  readonly interruptsResponse: boolean;
}

export interface UpdateTerms {
  /** The parrot has spoken, which fixes its voice. */
  readonly hasSpoken: boolean;
  /** Where Azure is not verified: see the switches of these names. */
  readonly otherModel: 'error' | 'ignored';
  readonly tracing: 'accepted' | 'unknown-parameter';
}

/** Of semantic VAD, which knows by the words when somebody has finished; here it is a pause and no more. */
const SEMANTIC_SILENCE_MS = 500;
/** As Azure's mint answered (docs/azure.md#client_secrets). */
const SILENCE_MS = 200;
const PREFIX_MS = 300;

export function createCallSession(request: RealtimeSession, facts: SessionFacts): CallSession {
  let current = request;

  /** What is given, when it is a session; whether it may be changed to is another question. */
  function read(given: unknown, tracing: UpdateTerms['tracing']): EventError | RealtimeSession {
    if (isJsonObject(given) && 'tracing' in given && tracing === 'unknown-parameter') return TRACING_UNKNOWN;
    const validated = validateMint({ session: isJsonObject(given) ? { model: facts.model, ...given } : given });
    if ('invalid' in validated) return toEventError(validated.invalid);
    const { session } = validated.body;
    return session.type === 'realtime' ? session : TRANSCRIPTION_REFUSED;
  }

  function refuse({ model, audio }: RealtimeSession, { hasSpoken, otherModel }: UpdateTerms): EventError | undefined {
    if (model !== facts.model && otherModel === 'error') return MODEL_REFUSED;
    const voice = audio?.output?.voice;
    const isNewVoice = voice !== undefined && JSON.stringify(voice) !== JSON.stringify(voiceOf(current));
    return isNewVoice && hasSpoken ? VOICE_REFUSED : undefined;
  }

  return {
    echo: () => echoRealtime(current, facts),
    update(given, terms) {
      const session = read(given, terms.tracing);
      if ('code' in session) return session;
      const refused = refuse(session, terms);
      if (refused) return refused;
      current = {
        ...current,
        ...session,
        model: current.model,
        audio: {
          input: { ...current.audio?.input, ...session.audio?.input },
          output: { ...current.audio?.output, ...session.audio?.output },
        },
      };
      return undefined;
    },
    get current() {
      return current;
    },
    turns: () => toTurns(current),
  };
}

function toTurns({ audio }: RealtimeSession): Turns | undefined {
  const given = audio?.input?.turn_detection;
  if (given === null) return undefined;
  const isServer = given?.type !== 'semantic_vad';
  return {
    silenceMs: isServer ? (given?.silence_duration_ms ?? SILENCE_MS) : SEMANTIC_SILENCE_MS,
    prefixMs: isServer ? (given?.prefix_padding_ms ?? PREFIX_MS) : PREFIX_MS,
    createsResponse: given?.create_response ?? true,
    interruptsResponse: given?.interrupt_response ?? true,
  };
}

function voiceOf({ audio }: RealtimeSession): unknown {
  return audio?.output?.voice ?? 'alloy';
}

/** The mint has a code of its own for the type; on the data channel it is a missing parameter by report (docs/azure.md#events-of-the-data-channel). */
function toEventError({ code, message, param }: EventError): EventError {
  return { code: code === 'invalid_session_type' ? 'missing_required_parameter' : code, message, param };
}

/** Reported in Microsoft Q&A 5916641. */
const TRANSCRIPTION_REFUSED: EventError = {
  code: 'invalid_parameter',
  message: 'Passing a transcription session update event to a realtime session is not allowed.',
  param: 'session.type',
};

/** Reported of Azure before the API was generally available. */
const TRACING_UNKNOWN: EventError = {
  code: 'unknown_parameter',
  message: "Unknown parameter: 'session.tracing'.",
  param: 'session.tracing',
};

/** That it cannot be changed is documented; the text is ours. */
const MODEL_REFUSED: EventError = {
  code: 'invalid_value',
  message: 'The model of a session cannot be changed.',
  param: 'session.model',
};

/** Reported, of OpenAI's own host. */
const VOICE_REFUSED: EventError = {
  code: 'cannot_update_voice',
  message: "Cannot update a conversation's voice if assistant audio is present.",
  param: 'session.audio.output.voice',
};
