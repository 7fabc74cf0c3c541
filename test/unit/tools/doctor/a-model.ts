/** A row of the list of models, and a day to read it. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import type { Circumstances } from '../../../../tools/doctor/lifecycle.ts';

export const NOW = Date.parse('2026-11-22T10:00:00Z');
export const NONE: Circumstances = { deployed: [], nowEpochMs: NOW };
export const REALTIME = { realtime: 'true' };

export function aModel(name: string, version: string, end: string, more: Partial<AccountModel> = {}): AccountModel {
  return { name, version, capabilities: REALTIME, deprecation: { inference: `${end}T00:00:00Z` }, ...more };
}
