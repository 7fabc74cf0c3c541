/**
 * A mint of Azure of 2026-07-24 as pydantic-ai published it (docs/azure.md#sources, "Recording"): the secret is scrubbed,
 * and `x-*`, `date` and `server` were stripped from its headers.
 */
export const RECORDED_REQUEST = {
  session: {
    type: 'realtime',
    model: 'gpt-realtime',
    instructions: 'Answer in two or three words.',
    output_modalities: ['audio'],
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24000 },
        transcription: { model: 'gpt-realtime-whisper' },
        turn_detection: { type: 'server_vad', create_response: true, interrupt_response: true },
      },
      output: { format: { type: 'audio/pcm', rate: 24000 } },
    },
  },
};

export const RECORDED_HEADERS = [
  'content-type',
  'apim-request-id',
  'azureml-served-by-cluster',
  'openai-processing-ms',
  'openai-version',
  'strict-transport-security',
];

export const RECORDED_ANSWER = {
  value: 'ek_example',
  expires_at: 1784859437,
  session: {
    type: 'realtime',
    object: 'realtime.session',
    id: 'sess_E4xtF9353L24i5JHAwuYb',
    model: 'gpt-realtime',
    output_modalities: ['audio'],
    instructions: 'Answer in two or three words.',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: 0,
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24000 },
        transcription: { model: 'gpt-realtime-whisper', language: null, prompt: null },
        noise_reduction: null,
        turn_detection: {
          type: 'server_vad',
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 200,
          idle_timeout_ms: null,
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format: { type: 'audio/pcm', rate: 24000 }, voice: 'alloy', speed: 1.0 },
    },
    include: null,
  },
};
