/**
 * The answer of a mint: the full echo with nulls and defaults, as recorded from Azure on 2026-07-24. The
 * recording knows realtime sessions; the echo of a transcription session follows OpenAI's specification.
 */
import { randomBytes } from 'node:crypto';
import type { AudioInput, MintBody, RealtimeSession, TranscriptionSession } from './session-schema.ts';

export interface MintedSecret {
  /** `ek_` and at least 32 URL-safe characters; length and alphabet in Azure are not known. */
  readonly value: string;
  /** Epoch seconds. */
  readonly expires_at: number;
  readonly session: Readonly<Record<string, unknown>>;
}

export interface MintTerms {
  readonly nowEpochSeconds: number;
  /** Lifetime when none is asked for. */
  readonly defaultSeconds: number;
  readonly sessionId: string;
  /** What `session.model` of the answer says. */
  readonly echoedModel: string;
}

export interface SessionFacts {
  readonly id: string;
  readonly model: string;
  /** Epoch seconds; 0 until the call is live. */
  readonly expiresAt: number;
}

const SECRET_BYTES = 30;
/** The server's own text was scrubbed from the recording. */
const DEFAULT_INSTRUCTIONS = 'Instructions of the emulated Azure, because the session had none.';
const PCM_24K = { type: 'audio/pcm', rate: 24_000 };

export function createMintedSecret({ expires_after, session }: MintBody, terms: MintTerms): MintedSecret {
  const facts = { id: terms.sessionId, model: terms.echoedModel, expiresAt: 0 };
  return {
    value: `ek_${randomBytes(SECRET_BYTES).toString('base64url')}`,
    expires_at: terms.nowEpochSeconds + (expires_after?.seconds ?? terms.defaultSeconds),
    session: session.type === 'realtime' ? echoRealtime(session, facts) : echoTranscription(session, facts),
  };
}

/** The full session, as the mint and every later event of its call tell it. */
export function echoRealtime(
  session: RealtimeSession,
  { id, model, expiresAt }: SessionFacts,
): Record<string, unknown> {
  const { audio, reasoning, parallel_tool_calls } = session;
  return {
    type: 'realtime',
    object: 'realtime.session',
    id,
    model,
    output_modalities: session.output_modalities ?? ['audio'],
    instructions: session.instructions ?? DEFAULT_INSTRUCTIONS,
    tools: session.tools ?? [],
    tool_choice: session.tool_choice ?? 'auto',
    max_output_tokens: session.max_output_tokens ?? 'inf',
    tracing: session.tracing ?? null,
    truncation: session.truncation ?? 'auto',
    prompt: session.prompt ?? null,
    expires_at: expiresAt,
    audio: {
      input: echoInput(audio?.input),
      output: {
        format: echoFormat(audio?.output?.format),
        voice: audio?.output?.voice ?? 'alloy',
        speed: audio?.output?.speed ?? 1,
      },
    },
    include: session.include ?? null,
    // Not in the recording, whose request had neither.
    ...(reasoning && { reasoning }),
    ...(parallel_tool_calls !== undefined && { parallel_tool_calls }),
  };
}

function echoTranscription(
  { audio, include }: TranscriptionSession,
  { id, expiresAt }: SessionFacts,
): Record<string, unknown> {
  return {
    type: 'transcription',
    object: 'realtime.transcription_session',
    id,
    expires_at: expiresAt,
    audio: { input: echoInput(audio?.input) },
    include: include ?? null,
  };
}

function echoInput(input: AudioInput | undefined): Record<string, unknown> {
  const { transcription } = input ?? {};
  return {
    format: echoFormat(input?.format),
    transcription: transcription
      ? { ...transcription, language: transcription.language ?? null, prompt: transcription.prompt ?? null }
      : null,
    noise_reduction: input?.noise_reduction ?? null,
    turn_detection: echoTurnDetection(input?.turn_detection),
  };
}

function echoFormat(format: AudioInput['format']): Record<string, unknown> {
  return format?.type === 'audio/pcm' ? PCM_24K : (format ?? PCM_24K);
}

/** `null` is manual turns and stays; absent is server VAD with the values that Azure returned (silence 200, not 500). */
function echoTurnDetection(given: AudioInput['turn_detection']): Record<string, unknown> | null {
  if (given === null) return null;
  if (given?.type === 'semantic_vad') {
    return { eagerness: 'auto', create_response: true, interrupt_response: true, ...given };
  }
  return {
    type: 'server_vad',
    threshold: 0.5,
    prefix_padding_ms: 300,
    silence_duration_ms: 200,
    idle_timeout_ms: null,
    create_response: true,
    interrupt_response: true,
    ...given,
  };
}
