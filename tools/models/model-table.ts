/**
 * infra/models.json as the tools read it: the versions of models, what sources say of their end, and what is taken
 * where nobody chooses. It is the only place with such dates; what a subscription is given, Resource Manager says.
 */
import TABLE from '../../infra/models.json' with { type: 'json' };

export interface Source {
  readonly title: string;
  /** The day it is of. */
  readonly date: string;
  readonly url?: string | undefined;
}

export interface Saying {
  /** A key of the sources. */
  readonly source: string;
  /** In the words of ARM's `lifecycleStatus`. */
  readonly state: string;
  readonly retires?: string | undefined;
}

export interface DatedModel {
  readonly name: string;
  readonly version: string;
  /** Azure takes this version where none is asked for. */
  readonly isDefault: boolean;
  readonly api: string;
  /** What one unit of capacity gives in a minute. */
  readonly perUnit?: { readonly requests: number; readonly tokens: number } | undefined;
  /** The newest source first. */
  readonly said: readonly Saying[];
}

export const DATED_MODELS: readonly DatedModel[] = TABLE.models;
export const MODEL_SOURCES: Readonly<Record<string, Source>> = TABLE.sources;
export const DEFAULT_MODEL: string = TABLE.defaults.realtime;
export const DEFAULT_TRANSCRIPTION: string = TABLE.defaults.transcription;
export const DEFAULT_LIVE: string = TABLE.defaults.live;

/** The earliest day that the newest source names, as infra/main.bicepparam takes it: whoever plans by it is never late. */
export function earliestEnd({ said }: DatedModel): string | undefined {
  return said
    .flatMap(({ source, retires }) => (source === said[0]?.source && retires !== undefined ? [retires] : []))
    .toSorted()[0];
}

/** What is deployed where nobody chooses. */
export function isTaken({ name, isDefault }: DatedModel): boolean {
  return isDefault && [DEFAULT_MODEL, DEFAULT_TRANSCRIPTION].includes(name);
}
