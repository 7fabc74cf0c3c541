/** Of docs/emulator.md: the sessions of GPT-Live, and where their behaviour comes from. */
import { table } from './markdown.ts';

export function liveSection(): readonly string[] {
  return [
    '## GPT-Live',
    '`POST /openai/v1/live/sessions` takes `{"session":{"model":"gpt-live"},"transport":{"type":"webrtc","sdp":"…"}}` with the identity’s token or the account’s key. It answers with the session’s id and an SDP answer, and there is a real WebRTC session, as of a voice call. There is no client secret, and no page may post there itself.',
    'No traffic of GPT-Live with Azure is published, and Microsoft’s pages leave much open ([azure.md](azure.md#gpt-live)). What they do not have is taken from OpenAI’s own API, and nearly everything has a switch.',
    table(
      ['Part', 'Where it comes from'],
      [
        [
          'Path, JSON with an offer and an answer, members `model`, `instructions`, `audio.output.voice`, `delegation`, `input`, refusal of unknown ones',
          'documented',
        ],
        [
          'Members `client`, `store`, `safety_identifier`, `triggers`; limits of members; 201; form of the id',
          'documented by OpenAI only',
        ],
        ['Events and commands, their members, reasons of `session.closed`', 'documented'],
        ['`status`, `event_id`, the allow-list, `info`, a session in `session.closed`', 'documented by OpenAI only'],
        ['A limit of sessions at the same time; its number', 'documented; reported'],
        [
          'A sideband at `/attach`; 404 before ICE is connected; 404 or 410 after the end',
          'documented; reported; reported',
        ],
        [
          'Texts and codes of errors (`invalid_offer`, `session_not_found`, `event_not_allowed`), the 429’s text, 409 for one sideband too many, seconds until a page counts as lost',
          'own',
        ],
        ['Fifteen seconds billed at the create', 'documented by OpenAI only'],
      ],
    ),
    'Page and sidebands hear the same events, and each may command. An `error` goes to whoever gave the command. The control service’s `/calls` has the sessions too, each with `billedSeconds`.',
  ];
}
