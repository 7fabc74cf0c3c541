/**
 * How each entry of the catalogue is brought about: the proof that it is recognised where it really arises. Suites take
 * their part; the browser's is the page's own "Break it"; a test of the page's holds that none is missing.
 */
type Switches = Readonly<Record<string, string | number>>;

interface Symptom {
  /** Id of the entry that must come first. */
  readonly id: string;
}

/** Through the bundle: by a mint, or by an offer to the relay. */
export interface HttpSymptom extends Symptom {
  readonly way: 'mint' | 'relay';
  readonly switches?: Switches;
  readonly settings?: Readonly<Record<string, string>>;
}

const at = (way: HttpSymptom['way'], id: string, switches: Switches): HttpSymptom => ({ id, way, switches });

export const HTTP_SYMPTOMS: readonly HttpSymptom[] = [
  { id: 'deployment-not-realtime', way: 'mint', settings: { 'realtime:deployment': 'gpt-realtime-chat' } },
  { id: 'deployment-not-found', way: 'mint', settings: { 'realtime:deployment': 'gpt-realtime-absent' } },
  at('mint', 'role-missing', { 'mint.error': 'permission-denied' }),
  at('mint', 'token-audience', { 'mint.audiences': 'ai' }),
  at('mint', 'tenant-mismatch', { 'mint.error': 'tenant-mismatch' }),
  at('mint', 'model-retired', { 'mint.error': 'model-retired' }),
  at('relay', 'model-retired', { 'calls.error': 'model-retired' }),
  at('mint', 'resource-mismatch', { 'mint.error': 'key-refused' }),
  at('mint', 'keys-disabled', { 'mint.error': 'keys-disabled' }),
  at('mint', 'firewall', { 'mint.error': 'firewall' }),
  at('mint', 'public-access-disabled', { 'mint.error': 'public-access-disabled' }),
  at('mint', 'resource-suspended', { 'mint.error': 'resource-blocked' }),
  at('mint', 'path-not-found', { 'mint.error': 'resource-not-found' }),
  at('mint', 'session-shape', { 'mint.error': 'unknown-parameter' }),
  at('mint', 'content-filtered', { 'mint.error': 'content-filtered' }),
  at('mint', 'azure-timed-out', { 'mint.error': 'operation-timeout' }),
  at('relay', 'azure-timed-out', { 'calls.error': 'operation-timeout' }),
  at('mint', 'answered-by-another', { 'mint.answer': 'redirect' }),
  at('mint', 'answered-by-another', { 'mint.answer': 'html-403' }),
  at('relay', 'answered-by-another', { 'calls.answer': 'html-403' }),
  at('mint', 'gateway-failed', { 'mint.answer': 'html-500' }),
  at('mint', 'request-refused', { 'mint.error': 'too-many-headers' }),
  at('mint', 'azure-at-capacity', { 'mint.error': 'high-demand' }),
  at('mint', 'deployment-rate-limit', { 'mint.error': 'token-quota' }),
  at('mint', 'insufficient-quota', { 'mint.error': 'insufficient-quota' }),
  at('mint', 'azure-failed', { 'mint.error': 'backend-unavailable' }),
  at('mint', 'azure-failed', { 'mint.error': 'internal-error' }),
  at('mint', 'azure-unreachable', { 'openai.down': 'refuse' }),
  at('mint', 'azure-interrupted', { 'mint.answer': 'half-body' }),
  at('mint', 'answer-invalid', { 'mint.answer': 'no-value' }),
  at('mint', 'lifetime-not-honoured', { 'mint.answer': 'lifetime-7200' }),
  at('relay', 'secret-required', { 'calls.error': 'ephemeral-required' }),
  at('relay', 'secret-refused', { 'calls.error': 'secret-refused' }),
  at('relay', 'page-network-refused', { 'calls.error': 'firewall' }),
  at('relay', 'offer-refused', { 'calls.error': 'empty-error' }),
  at('relay', 'offer-refused', { 'calls.error': 'invalid-offer' }),
  at('relay', 'offer-refused', { 'calls.error': 'unparsable-offer' }),
  at('relay', 'answer-not-sdp', { 'calls.answer': 'not-sdp' }),
];

/** On the data channel of the emulated service: by a switch, or by what the page sends. */
export interface EventSymptom extends Symptom {
  readonly session?: Readonly<Record<string, unknown>>;
  readonly switches?: Switches;
  readonly say?: readonly Readonly<Record<string, unknown>>[];
  /** The user’s turn afterwards, which is answered. */
  readonly turn?: 'spoken' | 'written';
}

const update = (session: Readonly<Record<string, unknown>>) => [{ type: 'session.update', session }];

const TYPED = [{ type: 'input_text', text: 'Hello there.' }];

export const EVENT_SYMPTOMS: readonly EventSymptom[] = [
  {
    id: 'transcription-deployment-missing',
    session: { audio: { input: { transcription: { model: 'gpt-nothing' } } } },
    turn: 'spoken',
  },
  { id: 'session-update-without-type', say: update({ instructions: 'Be brief.' }) },
  { id: 'session-update-transcription', say: update({ type: 'transcription' }) },
  { id: 'event-refused', say: update({ type: 'realtime', voice: 'marin' }) },
  { id: 'response-cut-by-tokens', switches: { 'calls.response': 'incomplete-max-output-tokens' }, turn: 'written' },
  { id: 'response-cut-by-filter', switches: { 'calls.response': 'incomplete-content-filter' }, turn: 'written' },
  { id: 'response-failed', switches: { 'calls.response': 'failed' }, turn: 'written' },
  {
    id: 'response-already-active',
    // The first is answered aloud, which takes its time.
    say: [
      { type: 'conversation.item.create', item: { type: 'message', role: 'user', content: TYPED } },
      { type: 'response.create' },
      { type: 'response.create' },
    ],
  },
  { id: 'event-error-unknown', say: [{ type: 'response.cancel' }] },
];

/** Brought about by a suite of their own, which names the id. */
export const PROVEN_BY: Readonly<Record<string, string>> = {
  'azure-slow': 'test/http/upstream-faults.test.ts',
  'azure-unreachable-from-page': 'test/browser/elsewhere.test.ts',
  'call-ended-by-azure': 'test/browser/elsewhere.test.ts',
  'endpoint-unreachable': 'test/browser/elsewhere.test.ts',
};

/** That no suite brings about, each with the reason. */
export const NOT_PRODUCED: Readonly<Record<string, string>> = {
  'filter-hides-events':
    'the page does not wait for session.updated; test/browser/sdks.test.ts shows that the Agents SDK does',
  'transcription-failed': 'the event of a classic whisper deployment was never captured',
  'model-not-deployable': 'Resource Manager says it to whoever deploys the infrastructure: no request meets it',
  'access-refused': 'a refusal of our identity in words that nobody has seen: the table of recognise.test.ts has some',
};
