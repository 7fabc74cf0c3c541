/**
 * The models that a region offers, in ARM's own shape (a published listing of 2026-08-20). The dates are days from the
 * emulator's start, so that nothing on this machine retires by itself; limits are left out where none was published.
 */

/** An item of `GET …/locations/{location}/models`, the parts that somebody reads. */
export interface ListedModel {
  readonly format: 'OpenAI';
  readonly name: string;
  readonly version: string;
  readonly isDefaultVersion: boolean;
  readonly lifecycleStatus: 'GenerallyAvailable' | 'Preview';
  readonly maxCapacity: number;
  /** ARM's values are text; a missing key means no. */
  readonly capabilities: Readonly<Record<string, 'true' | 'false' | string>>;
  readonly deprecation: { readonly inference: string };
  readonly skus: readonly ListedSku[];
}

export interface ListedSku {
  readonly name: string;
  readonly usageName: string;
  readonly deprecationDate: string;
  readonly capacity: { readonly default: number; readonly maximum: number };
  readonly rateLimits?: readonly { readonly key: string; readonly count: number; readonly renewalPeriod: number }[];
}

interface Row {
  readonly name: string;
  readonly version: string;
  readonly isDefault?: true;
  readonly isPreview?: true;
  readonly retiresInDays: number;
  readonly capabilities: ListedModel['capabilities'];
  /** Requests and tokens that one unit of capacity gives in a minute. */
  readonly perMinute?: readonly [requests: number, tokens: number];
}

const NO = { assistants: 'false', chatCompletion: 'false', completion: 'false' } as const;
const REALTIME = { ...NO, realtime: 'true' } as const;
const CHAT = { assistants: 'true', chatCompletion: 'true', responses: 'true', maxOutputToken: '4096' } as const;

const ROWS: readonly Row[] = [
  { ...realtime('gpt-realtime-mini', '2025-12-15', 400), isDefault: true, perMinute: [3, 10_000] },
  { ...realtime('gpt-realtime-mini', '2025-10-06', 300), perMinute: [10, 5_000] },
  { ...realtime('gpt-realtime', '2025-08-28', 450), isDefault: true },
  { ...realtime('gpt-realtime-1.5', '2026-02-23', 500), isDefault: true },
  { ...realtime('gpt-realtime-2', '2026-05-06', 250), isDefault: true, isPreview: true },
  { ...realtime('gpt-realtime-2.1', '2026-07-07', 250), isDefault: true, isPreview: true },
  { ...realtime('gpt-realtime-2.1-mini', '2026-07-07', 550), isDefault: true },
  { name: 'gpt-4o', version: '2024-11-20', isDefault: true, retiresInDays: 400, capabilities: CHAT },
  // ARM says realtime of three transcription models; which three is not known here.
  { name: 'gpt-4o-mini-transcribe', version: '1', isDefault: true, retiresInDays: 400, capabilities: REALTIME },
  { name: 'gpt-realtime-whisper', version: '1', isDefault: true, retiresInDays: 400, capabilities: REALTIME },
  { name: 'gpt-realtime-translate', version: '1', isDefault: true, retiresInDays: 400, capabilities: NO },
];

function realtime(name: string, version: string, retiresInDays: number): Row {
  return { name, version, retiresInDays, capabilities: REALTIME, perMinute: [20, 10_000] };
}

/** Global Standard of the gpt-realtime family, by the newest list. */
const REALTIME_REGIONS = ['eastus2', 'centralus', 'canadacentral', 'swedencentral', 'francecentral', 'southindia'];
export const REGIONS = [...REALTIME_REGIONS, 'westeurope', 'uaenorth'] as const;

export const DEFAULT_SKU = 'GlobalStandard';
const MS_PER_DAY = 86_400_000;

export interface ModelCatalogue {
  of(location: string): readonly ListedModel[];
  /** Without a version the default one. */
  find(location: string, name: string, version?: string): ListedModel | undefined;
  /** Moves the end of a version; days may be negative. */
  retire(name: string, version: string, inDays: number): void;
}

export function createModelCatalogue(nowEpochMs: number): ModelCatalogue {
  let models = ROWS.map((row) => toListed(row, nowEpochMs));
  const of = (location: string): readonly ListedModel[] =>
    REALTIME_REGIONS.includes(location) ? models : models.filter(({ name }) => !name.startsWith('gpt-realtime'));
  return {
    of,
    find: (location, name, version) =>
      of(location).find(
        (model) => model.name === name && (version ? model.version === version : model.isDefaultVersion),
      ),
    retire(name, version, inDays) {
      const end = toDate(nowEpochMs, inDays);
      models = models.map((model) =>
        model.name === name && model.version === version
          ? {
              ...model,
              deprecation: { inference: end },
              skus: model.skus.map((sku) => ({ ...sku, deprecationDate: end })),
            }
          : model,
      );
    },
  };
}

function toListed(row: Row, nowEpochMs: number): ListedModel {
  const end = toDate(nowEpochMs, row.retiresInDays);
  return {
    format: 'OpenAI',
    name: row.name,
    version: row.version,
    isDefaultVersion: row.isDefault === true,
    lifecycleStatus: row.isPreview === true ? 'Preview' : 'GenerallyAvailable',
    maxCapacity: 3,
    capabilities: row.capabilities,
    deprecation: { inference: end },
    skus: [
      {
        name: DEFAULT_SKU,
        usageName: `OpenAI.${DEFAULT_SKU}.${row.name}`,
        deprecationDate: end,
        capacity: { default: 100, maximum: 30_000 },
        ...(row.perMinute && {
          rateLimits: [
            { key: 'request', count: row.perMinute[0], renewalPeriod: 60 },
            { key: 'token', count: row.perMinute[1], renewalPeriod: 60 },
          ],
        }),
      },
    ],
  };
}

/** Midnight, as ARM writes it: without fractions of a second. */
function toDate(nowEpochMs: number, inDays: number): string {
  const midnight = Math.floor(nowEpochMs / MS_PER_DAY + inDays) * MS_PER_DAY;
  return new Date(midnight).toISOString().replace('.000Z', 'Z');
}
