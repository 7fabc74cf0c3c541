/**
 * The App Configuration store: key-values under a key and a label, each with an ETag that changes with every write.
 * Kept sorted by key and label, because pages are cut from that order and must not shift between two requests.
 */
import { randomBytes } from 'node:crypto';

/** As it goes over the wire. */
export interface StoredSetting {
  readonly etag: string;
  readonly key: string;
  /** `null` is "no label". */
  readonly label: string | null;
  readonly content_type: string | null;
  readonly value: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly locked: boolean;
  /** ISO 8601. */
  readonly last_modified: string;
}

/** The store in the test's own process; without a label is "no label". */
export interface EmulatedSettings {
  get(key: string, label?: string): string | undefined;
  /** @throws {RangeError} when key and value together are longer than Azure takes. */
  set(key: string, value: string, label?: string, contentType?: string): void;
  /** False when there was none. */
  delete(key: string, label?: string): boolean;
  /** Every setting of every label goes; these, without label, come. A start afresh comes back to them. */
  replaceAll(settings: Readonly<Record<string, string>>): void;
  /** A further one to come back to, such as the origin of a page that has just begun to serve. */
  setAtStart(key: string, value: string): void;
  startAfresh(): void;
  /** By key, then label. */
  list(): readonly StoredSetting[];
}

export interface SettingsTable extends EmulatedSettings {
  find(key: string, label: string | null): StoredSetting | undefined;
  put(setting: Pick<StoredSetting, 'key' | 'label' | 'value' | 'content_type' | 'tags'>): StoredSetting;
  remove(key: string, label: string | null): StoredSetting | undefined;
  /** Everything that was ever written, the newest first. */
  revisions(): readonly StoredSetting[];
  /** Grows with each write. */
  readonly version: number;
}

/** The service's limit: a value ends at 10,000 characters, key included. */
export const MAX_SETTING_CHARACTERS = 10_000;
const MAX_SETTINGS = 5_000;
/** Azure keeps days, and this machine so many. */
const MAX_REVISIONS = 10_000;

export function createSettingsTable(initial: Readonly<Record<string, string>>): SettingsTable {
  const settings = new Map<string, StoredSetting>();
  const history: StoredSetting[] = [];
  let atStart = initial;
  let sorted: readonly StoredSetting[] | undefined;
  let version = 0;
  function changed(): void {
    sorted = undefined;
    version += 1;
  }
  const table: SettingsTable = {
    get version() {
      return version;
    },
    find: (key, label) => settings.get(toId(key, label)),
    put(written) {
      const { key, label } = written;
      if (key.length + written.value.length > MAX_SETTING_CHARACTERS) {
        throw new RangeError(`${key}: a setting ends at ${MAX_SETTING_CHARACTERS} characters, key included.`);
      }
      if (settings.size >= MAX_SETTINGS && !settings.has(toId(key, label))) {
        throw new RangeError(`The emulated store ends at ${MAX_SETTINGS} settings.`);
      }
      const etag = randomBytes(20).toString('base64url');
      const setting = { ...written, etag, locked: false, last_modified: new Date().toISOString() };
      settings.set(toId(key, label), setting);
      history.unshift(setting);
      history.length = Math.min(history.length, MAX_REVISIONS);
      changed();
      return setting;
    },
    remove(key, label) {
      const removed = settings.get(toId(key, label));
      if (removed && settings.delete(toId(key, label))) changed();
      return removed;
    },
    revisions: () => history,
    list() {
      sorted ??= [...settings.values()].sort(compare);
      return sorted;
    },
    get: (key, label) => table.find(key, toLabel(label))?.value,
    set(key, value, label, contentType) {
      table.put({ key, label: toLabel(label), value, content_type: contentType ?? null, tags: {} });
    },
    delete: (key, label) => table.remove(key, toLabel(label)) !== undefined,
    setAtStart(key, value) {
      atStart = { ...atStart, [key]: value };
      table.set(key, value);
    },
    startAfresh: () => table.replaceAll(atStart),
    replaceAll(next) {
      atStart = next;
      settings.clear();
      changed();
      for (const [key, value] of Object.entries(next)) table.set(key, value);
    },
  };
  table.replaceAll(initial);
  return table;
}

/** Absent, empty and the NUL character (`%00`) all mean "no label". */
export function toLabel(label: string | null | undefined): string | null {
  return label === undefined || label === null || label === '' || label === '\0' ? null : label;
}

function toId(key: string, label: string | null): string {
  return JSON.stringify([key, label]);
}

/** By code units: the same on every machine, which a locale's order is not. */
function compare(a: StoredSetting, b: StoredSetting): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  const [left, right] = [a.label ?? '', b.label ?? ''];
  return left === right ? 0 : left < right ? -1 : 1;
}
