/** How entries of the catalogue are brought about by a request: the proof that they are recognised where they arise. */
type Switches = Readonly<Record<string, string | number>>;

/** Through the bundle: by a mint, or by an offer to the relay. */
export interface HttpSymptom {
  /** Id of the entry that must come first. */
  readonly id: string;
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
