/** What every route about calls begins with: who asks, and not too often. */
import type { Caller } from '../auth/caller.ts';
import type { CallerVerifier } from '../auth/verifier.ts';
import type { CallManagement } from '../calls/call-management.ts';
import type { Pace } from '../calls/pace.ts';
import type { Exchange } from '../issuance/exchange.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/to-problem.ts';
import type { Settings } from '../settings/keys.ts';
import type { SettingsSource } from '../settings/settings-source.ts';

export interface CallRouteParts {
  readonly settings: SettingsSource;
  readonly verifier: CallerVerifier;
  readonly pace: Pace;
  /** `undefined` when the environment names no storage. */
  readonly management: CallManagement | undefined;
}

export interface Asker {
  readonly caller: Caller;
  readonly settings: Settings;
  readonly management: CallManagement;
}

export async function admitAsker(
  parts: CallRouteParts,
  { request, timings }: Exchange,
): Promise<Result<Asker, Refusal>> {
  const { settings, verifier, pace, management } = parts;
  const current = await timings.measure('settings', () => settings.get());
  if (!current.ok) return current;
  const caller = await timings.measure('auth', () => verifier.verify(request.headers, current.value));
  if (!caller.ok) return caller;
  const paced = pace.check(caller.value.hash);
  if (!paced.ok) return paced;
  if (!management) return err({ reason: 'leash_unavailable', cause: 'StorageNotNamed' });
  return ok({ caller: caller.value, settings: current.value, management });
}
