/** What a region's list of models says about one: is it of the realtime family, until when, and how much it gives. */
import type { AccountModel, Deployment, Model, ModelSku } from '@azure/arm-cognitiveservices';
import { DEFAULT_MODEL } from '../model-table.ts';

/** The SKU that every model of the family has. */
export const USUAL_SKU = 'GlobalStandard';
const MS_PER_DAY = 86_400_000;
const MINUTE_SECONDS = 60;

/** Each model is listed once for every kind of account. */
export function modelsFor(kind: string | undefined, listed: readonly Model[]): readonly AccountModel[] {
  return listed.flatMap((item) => (item.kind === (kind ?? 'OpenAI') && item.model ? [item.model] : []));
}

/**
 * The capability is necessary and not sufficient: ARM says realtime of three transcription models too, so the name has
 * to be of the family as well. Without a list the name alone decides.
 */
export function isRealtimeFamily(name: string, capabilities?: Readonly<Record<string, string>>): boolean {
  const isNamed = /^gpt-(?:realtime|4o(?:-mini)?-realtime)/.test(name) && !/whisper|translate|transcribe/.test(name);
  return isNamed && (capabilities === undefined || capabilities['realtime'] === 'true');
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

/** What to deploy: the wanted model where it is realtime and offered, else the mini one, else any; the default version. */
export function chooseRealtime(models: readonly AccountModel[], wanted?: string): AccountModel | undefined {
  const usable = models.filter(({ name = '', capabilities }) => isRealtimeFamily(name, capabilities));
  const ofName = (name: string | undefined) =>
    usable.find((model) => model.name === name && model.isDefaultVersion === true) ??
    usable.find((model) => model.name === name);
  return ofName(wanted) ?? ofName(DEFAULT_MODEL) ?? usable[0];
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
  const { targetModelName: name, targetModelVersion: version } = model.replacementConfig ?? {};
  const named = name === undefined ? undefined : findModel(models, { name, ...(version && { version }) });
  if (named) return named;
  const lastsUntil = (candidate: AccountModel): number =>
    retirementOf(candidate)?.getTime() ?? Number.POSITIVE_INFINITY;
  const candidates = models.filter(
    (candidate) =>
      isRealtimeFamily(candidate.name ?? '', candidate.capabilities) &&
      lastsUntil(candidate) > Math.max(lastsUntil(model), nowEpochMs),
  );
  const rank = (candidate: AccountModel): number =>
    Number(candidate.name === model.name) * 4 +
    Number(isMini(candidate) === isMini(model)) * 2 +
    Number(candidate.lifecycleStatus !== 'Preview');
  return [...candidates].sort((one, other) => rank(other) - rank(one) || lastsUntil(other) - lastsUntil(one))[0];
}

function isMini({ name = '' }: AccountModel): boolean {
  return name.includes('mini');
}

export function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
