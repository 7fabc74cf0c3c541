/** What a model of the realtime family is called. */

/**
 * ARM's `capabilities.realtime` is true for three transcription models too (docs/azure.md#deployments-capacity-lifecycle),
 * and the route refuses them: the name decides.
 */
export function isRealtimeName(model: string): boolean {
  return /^gpt-(?:realtime|4o(?:-mini)?-realtime)/.test(model) && !/whisper|translate|transcribe/.test(model);
}
