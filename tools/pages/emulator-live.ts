/** Of docs/emulator.md: the sessions of GPT-Live, and where their behaviour comes from. */
import { table } from './markdown.ts';

export function liveSection(): readonly string[] {
  return [
    '## GPT-Live',
    '`POST /openai/v1/live/sessions` takes `{"session":{"model":"gpt-live"},"transport":{"type":"webrtc","sdp":"…"}}` with the identity’s token or the account’s key. It answers with the session’s id and an SDP answer, and begins a real WebRTC session, as `/calls` does. There is no client secret, and no page can post there itself.',
    'Nobody has published traffic of GPT-Live with Azure, and Microsoft’s pages leave much open ([azure.md](azure.md#gpt-live)). The emulator fills the gaps from OpenAI’s own API, and nearly everything has a switch.',
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
    'At the other end is the parrot, which listens while it speaks. It plays speech back after a pause of half a second, and sends transcripts of both sides in fragments with times. Nobody transcribes here, and the transcripts say so. The parrot says the text of `session.instructions.append` and `session.commentary.append`, with silence for the sound.',
    'The parrot delegates the first spoken turn, to the client or to Responses. With Responses it calls the first function with `{}`; after `response.item.create` and `response.create` it writes and says the function’s output. A create may have `delegation.decisions`, which does nothing here.',
    'The page and its sidebands receive the same events, and each may send commands. An `error` goes to whoever sent the command. The control service’s `/calls` lists the sessions too, each with `billedSeconds`. A session ends with `session.close`, at `live.maxSeconds`, when its page leaves, when no ICE check has come for `live.lostSeconds`, and when nobody connects within `live.connectSeconds`.',
  ];
}
