/**
 * The models that a region offers, in ARM's own shape: those of infra/models.json. Their ends are days from the
 * emulator's start, so that nothing on this machine retires by itself; limits are left out where none was published.
 */
import TABLE from '../../../infra/models.json' with { type: 'json' };

/** As ARM names them; on Microsoft's pages `Deprecating` is called deprecated, and `Deprecated` retired. */
export const LIFECYCLE_STATES = [
  'GenerallyAvailable',
  'Preview',
  'Legacy',
  'Deprecating',
  'Deprecated',
  'Stable',
] as const;
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];

/** An item of `GET …/locations/{location}/models`, the parts that somebody reads. */
export interface ListedModel {
  readonly format: 'OpenAI';
  readonly name: string;
  readonly version: string;
  readonly isDefaultVersion: boolean;
  readonly lifecycleStatus: LifecycleState;
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
  readonly isDefault: boolean;
  readonly state: LifecycleState;
  readonly capabilities: ListedModel['capabilities'];
  /** What one unit of capacity gives in a minute. */
  readonly perUnit?: { readonly requests: number; readonly tokens: number } | undefined;
}

/** What is deployed where nobody chooses. */
export const DEFAULT_MODEL: string = TABLE.defaults.realtime;

const NO = { assistants: 'false', chatCompletion: 'false', completion: 'false' } as const;
const REALTIME = { ...NO, realtime: 'true' } as const;
const CHAT = { assistants: 'true', chatCompletion: 'true', responses: 'true', maxOutputToken: '4096' } as const;
// ARM says realtime of three transcription models; which three is not known here.
const CAPABILITIES: Readonly<Record<string, Row['capabilities']>> = {
  realtime: REALTIME,
  transcription: REALTIME,
  chat: CHAT,
};

const ROWS: readonly Row[] = [
  ...TABLE.models.map(({ name, version, isDefault, api, perUnit, said }) => ({
    ...{ name, version, isDefault, perUnit, state: toState(said[0]?.state) },
    capabilities: CAPABILITIES[api] ?? NO,
  })),
  // No source dates these two, nor names their versions.
  { name: 'gpt-realtime-whisper', version: '1', isDefault: true, state: 'GenerallyAvailable', capabilities: REALTIME },
  { name: 'gpt-realtime-translate', version: '1', isDefault: true, state: 'GenerallyAvailable', capabilities: NO },
];

/** The one that Azure takes where none is asked for. */
export function defaultVersionOf(name: string): string {
  return ROWS.find((row) => row.name === name && row.isDefault)?.version ?? '';
}

/** How long everything lasts at the start. */
const LASTS_DAYS = 400;

function toState(said: string | undefined): LifecycleState {
  return LIFECYCLE_STATES.find((state) => state === said) ?? 'GenerallyAvailable';
}

/** Global Standard of the gpt-realtime family, by the newest list; somebody names the same six for GPT-Live. */
const VOICE_REGIONS = ['eastus2', 'centralus', 'canadacentral', 'swedencentral', 'francecentral', 'southindia'];
export const REGIONS = [...VOICE_REGIONS, 'westeurope', 'uaenorth'] as const;

export const DEFAULT_SKU = 'GlobalStandard';
const MS_PER_DAY = 86_400_000;

export interface ModelCatalogue {
  of(location: string): readonly ListedModel[];
  /** Without a version the default one. */
  find(location: string, name: string, version?: string): ListedModel | undefined;
  /** Of all versions of a model; without a state the one at the start. */
  setState(name: string, state?: LifecycleState): void;
  /** Moves the end of a version; once it has passed, the version is what ARM calls deprecated. */
  retire(name: string, version: string, inDays: number): void;
}

export function createModelCatalogue(nowEpochMs: number): ModelCatalogue {
  let models = ROWS.map((row) => toListed(row, nowEpochMs));
  function change(name: string, toNext: (model: ListedModel) => ListedModel): void {
    models = models.map((model) => (model.name === name ? toNext(model) : model));
  }
  const of = (location: string): readonly ListedModel[] =>
    VOICE_REGIONS.includes(location) ? models : models.filter(({ name }) => !/^gpt-(?:realtime|live)/.test(name));
  return {
    of,
    find: (location, name, version) =>
      of(location).find(
        (model) => model.name === name && (version ? model.version === version : model.isDefaultVersion),
      ),
    setState: (name, state) =>
      change(name, (model) => {
        const initial = ROWS.find((row) => row.name === name && row.version === model.version)?.state;
        return { ...model, lifecycleStatus: state ?? initial ?? model.lifecycleStatus };
      }),
    retire(name, version, inDays) {
      const end = toDate(nowEpochMs, inDays);
      change(name, (model) => {
        if (model.version !== version) return model;
        const skus = model.skus.map((sku) => ({ ...sku, deprecationDate: end }));
        const lifecycleStatus = inDays < 0 ? 'Deprecated' : model.lifecycleStatus;
        return { ...model, lifecycleStatus, deprecation: { inference: end }, skus };
      });
    },
  };
}

function toListed(row: Row, nowEpochMs: number): ListedModel {
  const end = toDate(nowEpochMs, LASTS_DAYS);
  return {
    format: 'OpenAI',
    name: row.name,
    version: row.version,
    isDefaultVersion: row.isDefault,
    lifecycleStatus: row.state,
    maxCapacity: 3,
    capabilities: row.capabilities,
    deprecation: { inference: end },
    skus: [
      {
        name: DEFAULT_SKU,
        usageName: `OpenAI.${DEFAULT_SKU}.${row.name}`,
        deprecationDate: end,
        capacity: { default: 100, maximum: 30_000 },
        ...(row.perUnit && {
          rateLimits: [
            { key: 'request', count: row.perUnit.requests, renewalPeriod: 60 },
            { key: 'token', count: row.perUnit.tokens, renewalPeriod: 60 },
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
