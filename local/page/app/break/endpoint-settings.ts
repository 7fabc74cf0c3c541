/** Settings of the endpoint that are changed on purpose, and how they become again what they were. */
import type { CallPorts } from '../call/ports.ts';
import type { ControlClient } from './control-client.ts';
import type { SettingValues } from './scenario.ts';

export interface EndpointSettings {
  change(values: SettingValues): Promise<void>;
  restore(): Promise<void>;
  /** Where somebody else has put everything back. */
  forget(): void;
  /** Until the endpoint has surely read what is stored, or nobody wants it any more. */
  untilRead(endpoint: string, isWanted: () => boolean): Promise<void>;
}

/** It reads at a request, at the latest 36 s after the last time, and serves what it has read to the next one. */
const READ_SECONDS = 38;
const ASK_EVERY_SECONDS = 6;

export function createEndpointSettings(
  control: Pick<ControlClient, 'setting' | 'putSetting'>,
  { fetch, wait }: Pick<CallPorts, 'fetch' | 'wait'>,
): EndpointSettings {
  const before = new Map<string, string | undefined>();
  return {
    async change(values) {
      for (const [key, value] of Object.entries(values)) {
        if (!before.has(key)) before.set(key, await control.setting(key));
        await control.putSetting(key, value);
      }
    },
    async restore() {
      for (const [key, value] of before) {
        await control.putSetting(key, value);
        before.delete(key);
      }
    },
    forget: () => before.clear(),
    async untilRead(endpoint, isWanted) {
      const { signal } = new AbortController();
      for (let second = 0; second <= READ_SECONDS && isWanted(); second += 1) {
        const isAsked = second % ASK_EVERY_SECONDS === 0 || second === READ_SECONDS - 1;
        if (isAsked) await fetch(`${endpoint}/readyz`, { cache: 'no-store' }).catch(() => undefined);
        await wait(1_000, signal);
      }
    },
  };
}
