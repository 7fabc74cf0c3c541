import type { StoredSettings } from './parse-settings.ts';

/** Where the app's settings are kept. */
export interface SettingsStore {
  /**
   * All keys under the prefix and label. The same map as last time when nothing changed, which then cost one request
   * that was answered 304. Rejects with the SDK's error.
   */
  read(): Promise<StoredSettings>;
}
