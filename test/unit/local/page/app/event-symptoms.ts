/** How entries of the catalogue are brought about by events: the proof that they are recognised where they arise. */
type Switches = Readonly<Record<string, string | number>>;

/** On the data channel of the emulated service: by a switch, or by what the page sends. */
export interface EventSymptom {
  /** Id of the entry that must come first. */
  readonly id: string;
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
