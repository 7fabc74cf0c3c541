/** Of docs/emulator.md: the voice calls, where their behaviour comes from, and what they are not. */
import { table } from './markdown.ts';

export function callsSection(): readonly string[] {
  return [
    '## Voice calls',
    '`POST /openai/v1/realtime/calls` takes an SDP offer and a client secret of this mint, and answers with a real WebRTC call: ICE, DTLS, SRTP and SCTP, by [werift](https://github.com/shinyoshiaki/werift-webrtc), on 127.0.0.1 and nowhere else. The other end is not a model but a parrot. It hears when you speak and when you stop, and plays your own voice back. It answers text with the same text. If the session’s `output_modalities` is `audio`, that is a transcript, with silence as sound. Speech cuts an answer off, as do `response.cancel` and `output_audio_buffer.clear`.',
    'The parrot calls a tool of the session if the user writes `call <tool> {json}`, if `tool_choice` forces it, or if the switch `calls.toolOnSpeech` is on and the user speaks. It answers the next `response.create` with the tool’s output.',
    '`curl -s http://127.0.0.1:7084/calls` lists the open calls, and `curl -s -X DELETE http://127.0.0.1:7084/calls/<id>` hangs one up. A call ends when its page closes it, when it does not connect within 30 s, and after `calls.maxSeconds`. It also ends when its page has sent no sound for 3 s and no ICE check for 7 s, because somebody has closed the page by force.',
    table(
      ['Part', 'Where it comes from'],
      [
        [
          'Path, raw SDP, `ek_` only, 201, `Location`, headers, CORS of the answer, lines of the answer',
          'recorded (Azure, 2026-07-24)',
        ],
        ['Preflight with a fixed list', 'reported'],
        ['Wordings of the 401; a refused offer as 400 with four empty members', 'reported'],
        ['Hang-up: 200 with an empty body, 404 `call_id_not_found`', 'recorded (OpenAI’s host)'],
        ['The eleven events of `webrtcfilter=on`', 'documented'],
        [
          'Order of events, their ids; `DeploymentNotFound` of a transcription; `expires_at` an hour after the start',
          'recorded (Azure), over a WebSocket',
        ],
        ['`output_audio_buffer.*`', 'documented'],
        [
          'Session in `session.updated`, and what refuses an update',
          'as the mint; `transcription` reported, `cannot_update_voice` reported of OpenAI’s host',
        ],
        [
          '`input_audio_buffer_commit_empty`, `response_cancel_not_active`, `conversation_already_has_active_response`',
          'reported of OpenAI’s host',
        ],
        ['Codes and texts for unknown events, malformed JSON and unknown items', 'own'],
      ],
    ),
    'The answer differs from the recorded one only where it must. The payload type of Opus is the offer’s, there is one candidate (UDP, a port of its own for each call, no TCP, no 3478), and there is a line `a=extmap` for the audio level, by which the parrot hears. `test/unit/local/azure/openai/calls/answer.test.ts` has the whole list.',
    'What the emulated call does not do:',
    [
      '- **No transcription.** The transcripts of the parrot’s voice say so. The emulator never asks a transcription deployment; if the named one does not exist, it sends the recorded `.failed` event.',
      '- A sideband, `wss://…/openai/v1/realtime?call_id=`, receives every event, but the emulator ignores what it sends.',
      '- No model: nobody follows instructions, and `max_output_tokens`, `truncation`, `reasoning`, `prompt`, `noise_reduction`, `speed` and `voice` have no effect.',
      '- Turn detection goes by the level of the sound. It honours `silence_duration_ms`, `prefix_padding_ms`, `create_response` and `interrupt_response`, but not `threshold`, `idle_timeout_ms` and `eagerness`. If a caller does not send the header extension `ssrc-audio-level`, the parrot hears it only in manual turns; if the offer has no `a=ssrc`, it does not hear it at all.',
      '- No `input_audio_buffer.append`, no audio in `conversation.item.create`, no responses outside of the conversation, no MCP, no `rate_limits.updated` (absent from all recordings of Azure).',
      '- Tokens in `usage` are a rule of thumb. The parrot keeps and plays back only the first half minute of a longer turn.',
    ].join('\n'),
    'Besides the switches, four points are not verified against Azure: how fast media stops after a hang-up (here at once), what Azure tells a page when the hour is over (here nothing), which headers and content types of an offer Azure checks (here only whether it is multipart), and what the secret of a transcription session can start (here nothing, 400).',
  ];
}
