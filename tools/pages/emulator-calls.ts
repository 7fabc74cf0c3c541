/** Of docs/emulator.md: the voice calls, where their behaviour comes from, and what they are not. */
import { table } from './markdown.ts';

export function callsSection(): readonly string[] {
  return [
    '## Voice calls',
    '`POST /openai/v1/realtime/calls` takes an SDP offer and a client secret of this mint, and answers with a real WebRTC call: ICE, DTLS, SRTP and SCTP, by [werift](https://github.com/shinyoshiaki/werift-webrtc), on 127.0.0.1 and nowhere else. At the other end is a parrot and no model. It hears when you speak and when you stop, and plays your own voice back. Written words come back written, or in a session whose `output_modalities` is `audio` as a transcript with silence. Speech cuts an answer off, as do `response.cancel` and `output_audio_buffer.clear`.',
    'A tool of the session is called when the user writes `call <tool> {json}`, when `tool_choice` forces it, or with the switch `calls.toolOnSpeech` on when the user speaks. The output of the tool is the answer to the next `response.create`.',
    '`curl -s http://127.0.0.1:7084/calls` lists the open calls, and `curl -s -X DELETE http://127.0.0.1:7084/calls/<id>` hangs one up. A call ends when its page closes it, when neither sound for 3 s nor an ICE check for 7 s has come from it (a page that was closed by force), when it does not connect within 30 s, and after `calls.maxSeconds`.',
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
    'The answer differs from the recorded one where it must: the payload type of Opus is the offer’s, there is one candidate (UDP, a port of its own for each call, no TCP, no 3478), and a line `a=extmap` for the audio level, by which the parrot hears. `test/unit/local/azure/openai/calls/answer.test.ts` has the whole list.',
    'What it does not do:',
    [
      '- **No transcription.** The transcripts of the parrot’s voice say so. A transcription deployment that exists is never asked; one that does not brings about the recorded `.failed` event.',
      '- A sideband, `wss://…/openai/v1/realtime?call_id=`, hears every event and is not heard.',
      '- No model: no instructions are followed, and `max_output_tokens`, `truncation`, `reasoning`, `prompt`, `noise_reduction`, `speed` and `voice` have no effect.',
      '- Turn detection is the level of the sound. `silence_duration_ms`, `prefix_padding_ms`, `create_response` and `interrupt_response` are honoured; `threshold`, `idle_timeout_ms` and `eagerness` are not. A caller that does not send the header extension `ssrc-audio-level` is heard in manual turns only, and one whose offer has no `a=ssrc` not at all.',
      '- No `input_audio_buffer.append`, no audio in `conversation.item.create`, no responses outside of the conversation, no MCP, no `rate_limits.updated` (absent from all recordings of Azure).',
      '- Tokens in `usage` are a rule of thumb. Of a longer turn the first half a minute of sound is kept, and played back.',
    ].join('\n'),
    'Not verified against Azure, beside what has a switch: how fast media stops after a hang-up (here at once), what a page is told when the hour is over (here nothing), which headers and content types of an offer are looked at (here only whether it is multipart), and what the secret of a transcription session can start (here nothing, 400).',
  ];
}
