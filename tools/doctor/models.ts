/** What a region's list of models says about one: is it of the realtime family, until when, and how much it gives. */
import type { AccountModel, Deployment, Model, ModelSku } from '@azure/arm-cognitiveservices';
import { isLiveName, isRealtimeName, type VoiceApi, voiceApiOf } from '../azure-facts/voice-models.ts';
import { DEFAULT_MODEL } from '../models/model-table.ts';
import { type Circumstances, isDeployable, isLeaving, isRetired, standingOf } from './lifecycle.ts';

/** The SKU that every model of the family has. */
export const USUAL_SKU = 'GlobalStandard';
const MS_PER_DAY = 86_400_000;
const MINUTE_SECONDS = 60;

/** Each model is listed once for every kind of account. */
export function modelsFor(kind: string | undefined, listed: readonly Model[]): readonly AccountModel[] {
  return listed.flatMap((item) => (item.kind === (kind ?? 'OpenAI') && item.model ? [item.model] : []));
}

/** The capability is necessary and not sufficient; without a list the name alone decides. */
export function isRealtimeFamily(name: string, capabilities?: Readonly<Record<string, string>>): boolean {
  return isRealtimeName(name) && (capabilities === undefined || capabilities['realtime'] === 'true');
}

/** Of the Live API nobody knows what the list says, so the name alone decides. */
export function modelsOf(api: VoiceApi, models: readonly AccountModel[]): readonly AccountModel[] {
  return models.filter(({ name = '', capabilities }) =>
    api === 'live' ? isLiveName(name) : isRealtimeFamily(name, capabilities),
  );
}

/** What a model of each is called. */
export const MODEL_OF: Readonly<Record<VoiceApi, string>> = {
  realtime: 'realtime model',
  live: 'model of the Live API',
};

/** The API of what is to be deployed: that of the wanted model, and the Realtime API where it serves none. */
export function apiToDeploy(wanted: string): VoiceApi {
  return voiceApiOf(wanted) ?? 'realtime';
}

/** Classic whisper is reported not to be accepted for input transcription. */
export function isTranscriptionModel(name: string): boolean {
  return /transcribe|realtime-whisper/.test(name);
}

export function findModel(
  models: readonly AccountModel[],
  model: { readonly name?: string; readonly version?: string } | undefined,
): AccountModel | undefined {
  return models.find(({ name, version }) => name === model?.name && version === model?.version);
}

/** What Azure takes of a model where no version is asked for. */
export function defaultOf(models: readonly AccountModel[], name: string): AccountModel | undefined {
  const versions = modelsOf(apiToDeploy(name), models).filter((model) => model.name === name);
  return versions.find(({ isDefaultVersion }) => isDefaultVersion === true) ?? versions[0];
}

/**
 * What to deploy, of what Azure takes from this subscription: the wanted model where it is realtime and offered, else
 * the default one, else one of its size; of a model the version that stands best.
 */
export function chooseRealtime(
  models: readonly AccountModel[],
  circumstances: Circumstances,
  wanted: string = DEFAULT_MODEL,
): AccountModel | undefined {
  return chooseAmong(modelsOf('realtime', models), circumstances, wanted);
}

/** The same of the API that the wanted model serves. */
export function chooseVoice(
  models: readonly AccountModel[],
  circumstances: Circumstances,
  wanted: string,
): AccountModel | undefined {
  return chooseAmong(modelsOf(apiToDeploy(wanted), models), circumstances, wanted);
}

function chooseAmong(
  family: readonly AccountModel[],
  circumstances: Circumstances,
  wanted: string,
): AccountModel | undefined {
  const size = isMini(family.find(({ name }) => name === wanted) ?? { name: DEFAULT_MODEL });
  return firstBy(
    family.filter((model) => isDeployable(model, circumstances)),
    (model) => [
      Number(model.name === wanted),
      Number(isMini(model) === size),
      Number(model.name === DEFAULT_MODEL),
      standingOf(model),
      Number(model.isDefaultVersion === true),
      lastsUntil(model),
    ],
  );
}

export function skuOf(model: AccountModel | undefined, name: string | undefined): ModelSku | undefined {
  return model?.skus?.find((sku) => sku.name === name);
}

/** Limits are per unit of capacity and per renewal period, which is a minute wherever one was seen. */
export function requestsPerMinute(deployment: Deployment, model: AccountModel | undefined): number | undefined {
  const limits = skuOf(model, deployment.sku?.name)?.rateLimits ?? [];
  // The client's type does not have `key`, by which the limit of requests differs from that of tokens.
  const limit = limits.find((candidate) => Reflect.get(candidate, 'key') === 'request');
  const { count, renewalPeriod } = limit ?? {};
  const capacity = deployment.sku?.capacity;
  if (count === undefined || !renewalPeriod || capacity === undefined) return undefined;
  return (count * capacity * MINUTE_SECONDS) / renewalPeriod;
}

/** The earlier of the model's end and its SKU's. */
export function retirementOf(model: AccountModel | undefined, sku?: string): Date | undefined {
  const ends = [model?.deprecation?.inference, skuOf(model, sku)?.deprecationDate]
    .flatMap((end) => (end === undefined ? [] : [new Date(end)]))
    .filter((end) => !Number.isNaN(end.getTime()))
    .sort((one, other) => one.getTime() - other.getTime());
  return ends[0];
}

/** Begun days count, so the day itself is 0 from its first moment on. */
export function daysUntil(end: Date, nowEpochMs: number): number {
  return Math.ceil((end.getTime() - nowEpochMs) / MS_PER_DAY);
}

/** What to move to: what ARM names, else the version or model of the family that lasts longest, mini for mini. */
export function successorOf(
  model: AccountModel,
  models: readonly AccountModel[],
  nowEpochMs: number,
): AccountModel | undefined {
  const staying = models.filter((candidate) => !isRetired(candidate, nowEpochMs) && !isLeaving(candidate));
  const { targetModelName, targetModelVersion } = model.replacementConfig ?? {};
  const named = staying.filter(
    ({ name, version }) => name === targetModelName && (!targetModelVersion || version === targetModelVersion),
  );
  if (named.length > 0) return firstBy(named, defaultFirst);
  const end = isRetired(model, nowEpochMs) ? nowEpochMs : lastsUntil(model);
  return firstBy(
    // What takes the place of one that is only closing need not outlast it.
    modelsOf('realtime', staying).filter(
      (candidate) => lastsUntil(candidate) > end || (isLeaving(model) && lastsUntil(candidate) === end),
    ),
    (candidate) => [
      Number(candidate.name === model.name),
      Number(isMini(candidate) === isMini(model)),
      standingOf(candidate),
      lastsUntil(candidate),
    ],
  );
}

/** Of several versions or models the one of the best state, and of these what Azure itself would take. */
export function defaultFirst(model: AccountModel): readonly number[] {
  return [standingOf(model), Number(model.isDefaultVersion === true), lastsUntil(model)];
}

/** The first rank in which two differ decides, and the higher is the better. */
export function firstBy<T>(items: readonly T[], ranksOf: (item: T) => readonly number[]): T | undefined {
  const better = (one: readonly number[], other: readonly number[]): boolean => {
    const at = one.findIndex((rank, index) => rank !== other[index]);
    return (one[at] ?? 0) > (other[at] ?? 0);
  };
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || better(ranksOf(item), ranksOf(best)) ? item : best),
    undefined,
  );
}

function lastsUntil(model: AccountModel): number {
  return retirementOf(model)?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** Mini for mini: what it costs and how quickly it answers stays as it was. */
export function isOfOneSize(name: string | undefined, other: string): boolean {
  return isMini({ name: name ?? '' }) === isMini({ name: other });
}

function isMini({ name = '' }: Pick<AccountModel, 'name'>): boolean {
  return name.includes('mini');
}

export function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
