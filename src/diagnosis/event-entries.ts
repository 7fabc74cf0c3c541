/** What the data channel of a call reports. With `webrtcfilter=on` a page sees none of it. */
import type { EventEntry } from './catalogue-entry.ts';
import { ASK_SUPPORT, CREATE_TRANSCRIPTION, LIST_DEPLOYMENTS } from './fixes.ts';

const EVERY_FIELD = 'Use the GA fields of a session. docs/profiles.md lists the beta fields that people bring along.';

export const EVENT_ENTRIES: readonly EventEntry[] = [
  {
    id: 'transcription-deployment-missing',
    title: 'The session names a transcription model that this resource has not deployed',
    seenAs: [
      "conversation.item.input_audio_transcription.failed: DeploymentNotFound: Input transcription failed for item 'item_…'.",
    ],
    patterns: [{ type: 'conversation.item.input_audio_transcription.failed', code: /^DeploymentNotFound$/i }],
    causes: [
      {
        id: 'absent',
        cause:
          'audio.input.transcription.model names a model. On Azure it must be the name of a deployment of the same resource. The session starts all the same, and then each turn fails.',
        check: LIST_DEPLOYMENTS,
        fix: CREATE_TRANSCRIPTION,
      },
      {
        id: 'sdk-default',
        cause: 'The Agents SDK asks for gpt-4o-mini-transcribe unless you tell it otherwise.',
        check: { say: 'audio.input.transcription in the session.update that the page sent.' },
        fix: { say: 'Set config.audio.input.transcription to null, or to the name of a deployment.' },
      },
    ],
    source: 'pydantic/pydantic-ai, recording of 2026-07-24; Microsoft Q&A 5772601',
    confidence: 'recorded',
  },
  {
    id: 'transcription-failed',
    title: 'Azure could not transcribe what the user said',
    seenAs: ['conversation.item.input_audio_transcription.failed'],
    patterns: [{ type: 'conversation.item.input_audio_transcription.failed' }],
    causes: [
      {
        id: 'absent',
        cause:
          'audio.input.transcription.model names no deployment of this resource. In older reports the event has no code.',
        check: LIST_DEPLOYMENTS,
        fix: CREATE_TRANSCRIPTION,
      },
      {
        id: 'classic-whisper',
        cause: 'Azure refuses a deployment of the classic whisper model for input transcription.',
        check: LIST_DEPLOYMENTS,
        fix: CREATE_TRANSCRIPTION,
      },
      {
        id: 'unknown',
        cause: 'The event’s code says more.',
        check: { say: 'error.code of the event.' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'pydantic/pydantic-ai; Microsoft Q&A 5772601',
    confidence: 'reported',
  },
  {
    id: 'session-update-without-type',
    title: 'The page’s session.update lacks the type, so Azure applies none of it',
    seenAs: ["Missing required parameter: 'session.type'.", 'The call connects, and instructions or tools never apply'],
    patterns: [
      { type: 'error', code: /^missing_required_parameter$/i, message: /session\.type/ },
      { type: 'error', message: /Missing required parameter: 'session\.type'/i },
    ],
    causes: [
      {
        id: 'beta-shape',
        cause:
          'The event has the beta’s shape. The GA session has a type, and its voice, formats and turn detection are under audio.',
        check: { say: 'The session.update in the page’s event log.' },
        fix: { say: 'Send {"type":"session.update","session":{"type":"realtime", …}}.' },
      },
    ],
    source: 'TanStack/ai#586',
    confidence: 'reported',
  },
  {
    id: 'session-update-transcription',
    title: 'The page sent a transcription session to a realtime session',
    seenAs: ['Passing a transcription session update event to a realtime session is not allowed.'],
    patterns: [{ type: 'error', message: /transcription session update event to a realtime session/i }],
    causes: [
      {
        id: 'other-type',
        cause: 'The session.update has the type transcription, because the page wants the user’s words transcribed.',
        check: { say: 'session.type of the session.update in the page’s event log.' },
        fix: { say: 'Keep the type realtime and set session.audio.input.transcription.' },
      },
    ],
    source: 'Microsoft Q&A 5916641',
    confidence: 'reported',
  },
  {
    id: 'event-refused',
    title: 'Azure refuses an event that the page has sent',
    seenAs: ['{"type":"error","error":{"type":"invalid_request_error", …}} on the data channel'],
    patterns: [
      { type: 'error', code: /^(?:invalid_\w+|unknown_parameter|missing_required_parameter)$/i },
      { type: 'error', message: /^(?:Unknown parameter|Missing required parameter|Invalid (?:type|value))/i },
    ],
    causes: [
      {
        id: 'wrong-field',
        cause: 'A field’s name or type differs from the GA API.',
        check: { say: 'Look at error.param of the event, and at event_id of the event that it answers.' },
        fix: { say: EVERY_FIELD },
      },
      {
        id: 'fixed-field',
        cause: 'Azure does not change the model during a call, nor the voice once it has spoken.',
        check: { say: 'Is error.param session.model or session.audio.output.voice?' },
        fix: { say: 'Set them in the profile, or start another call.' },
      },
    ],
    source: 'OpenAI’s specification of the events; davidmigloz/langchain_dart#643',
    confidence: 'documented',
  },
  {
    id: 'response-cut-by-tokens',
    title: 'The answer ended at its limit of tokens',
    seenAs: ['response.done with status incomplete and reason max_output_tokens'],
    patterns: [{ type: 'response.done', code: /^max_output_tokens$/ }],
    causes: [
      {
        id: 'limit-too-low',
        cause: 'max_output_tokens of the session or of the response is smaller than the answer with its audio.',
        check: { say: 'usage.output_tokens of the event.' },
        fix: { say: 'Raise max_output_tokens in the profile, up to 4096, or leave it out.' },
      },
    ],
    source: 'openai/openai-node, types of the events',
    confidence: 'documented',
  },
  {
    id: 'response-cut-by-filter',
    title: 'The content filter ended the answer',
    seenAs: ['response.done with status incomplete and reason content_filter'],
    patterns: [{ type: 'response.done', code: /^content_filter$/ }],
    causes: [
      {
        id: 'filtered',
        cause: 'The deployment’s content filter saw something in the answer or in what led to it.',
        check: { say: 'raiPolicyName of the deployment, and what was said.' },
        fix: { say: 'Change the instructions, or the deployment’s content filter in the portal.' },
      },
    ],
    source: 'openai/openai-node, types of the events',
    confidence: 'documented',
  },
  {
    id: 'response-failed',
    title: 'The model failed during the answer',
    seenAs: ['response.done with status failed: server_error: The server had an error while processing your request.'],
    patterns: [
      { type: 'response.done', code: /./ },
      { type: 'error', code: /^server_error$/i },
    ],
    causes: [
      {
        id: 'short-fault',
        cause: 'The service failed, for instance at peak load. One report counts it in 2.9 % of 10,000 calls.',
        check: { say: 'Does the next answer come?' },
        fix: { say: 'Send response.create again, a little later each time.' },
      },
      {
        id: 'lasting-fault',
        cause: 'The failure lasts.',
        check: { say: 'Does a deployment in another region fail too?' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'Microsoft Q&A 5859586, 5821653',
    confidence: 'reported',
  },
  {
    id: 'response-already-active',
    title: 'The page asked for a response while another one is in progress',
    seenAs: [
      'conversation_already_has_active_response',
      'Conversation already has an active response in progress: resp_…. Wait until the response is finished before creating a new one.',
    ],
    patterns: [
      { type: 'error', code: /^conversation_already_has_active_response$/i },
      { type: 'error', message: /already has an active response/i },
    ],
    causes: [
      {
        id: 'during-an-answer',
        cause: 'The page sends response.create during an answer, because the user has typed or a tool has returned.',
        check: { say: 'The last response.created before it has no response.done yet.' },
        fix: { say: 'Wait for response.done; to interrupt the answer, send response.cancel before that.' },
      },
      {
        id: 'turn-detection',
        cause: 'Turn detection begins the answer to a spoken turn by itself, and the page asks for it once more.',
        check: { say: 'create_response of audio.input.turn_detection in session.created.' },
        fix: { say: 'Leave response.create out after spoken turns, or set create_response to false.' },
      },
    ],
    source: 'people reported it from OpenAI’s host',
    confidence: 'reported',
  },
  {
    id: 'event-error-unknown',
    title: 'Azure reports an error of the call that this project does not know',
    seenAs: ['{"type":"error", …} on the data channel, with a code that is not on this page'],
    patterns: [{ type: 'error' }],
    causes: [
      {
        id: 'unknown',
        cause: 'Unknown. Nobody has documented or reported it for WebRTC.',
        check: { say: 'error.code and error.message of the event.' },
        fix: ASK_SUPPORT,
      },
    ],
    source: 'none',
    confidence: 'inferred',
  },
];
