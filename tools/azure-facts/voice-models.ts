/** Which of Azure OpenAI's two voice APIs a model serves: its name decides. */

/** `realtime` is minted for and has `/realtime/calls`; `live` has `/live/sessions`, and no client secret. */
export type VoiceApi = 'realtime' | 'live';

/** `undefined`: neither. */
export function voiceApiOf(model: string): VoiceApi | undefined {
  if (isRealtimeName(model)) return 'realtime';
  return isLiveName(model) ? 'live' : undefined;
}

/**
 * ARM's `capabilities.realtime` is true for three transcription models too (docs/azure.md#deployments-capacity-lifecycle),
 * and the route refuses them: the name decides.
 */
export function isRealtimeName(model: string): boolean {
  return /^gpt-(?:realtime|4o(?:-mini)?-realtime)/.test(model) && !/whisper|translate|transcribe/.test(model);
}

/** What ARM says of these models' capabilities is nowhere published (docs/azure.md#gpt-live). */
export function isLiveName(model: string): boolean {
  return /^gpt-live(?:-|$)/.test(model) && !/whisper|translate|transcribe/.test(model);
}
