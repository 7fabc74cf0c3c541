/** Which models of the table are near their end on a given day, or near the day from which Azure refuses new customers. */
import { type DatedModel, earliestEnd, isTaken, MODEL_SOURCES } from './model-table.ts';

const MS_PER_DAY = 86_400_000;

export interface ModelEnd {
  readonly model: DatedModel;
  /** Begun days count; below 0 it is over. */
  readonly days: number;
  /** One line for a person. */
  readonly line: string;
}

export function endsWithin(days: number, models: readonly DatedModel[], nowEpochMs: number): readonly ModelEnd[] {
  return models
    .flatMap((model) => [...retirement(model, nowEpochMs), ...closing(model, nowEpochMs)])
    .filter((end) => end.days < days)
    .toSorted((one, other) => one.days - other.days);
}

function retirement(model: DatedModel, nowEpochMs: number): readonly ModelEnd[] {
  const end = earliestEnd(model);
  if (end === undefined) return [];
  const [newest] = model.said;
  const others = model.said.flatMap(({ source, retires }) =>
    source === newest?.source && retires !== undefined && retires !== end ? [retires] : [],
  );
  const by = `by the source of ${MODEL_SOURCES[newest?.source ?? '']?.date}${others.length > 0 ? `, which also says ${others.join(', ')}` : ''}`;
  return [toEnd(model, `ends, ${by}`, end, nowEpochMs)];
}

/** Twelve months after its launch, which a version's name is the day of: the policy says so of what is generally available. */
function closing(model: DatedModel, nowEpochMs: number): readonly ModelEnd[] {
  const [, year, day] = /^(\d{4})(-\d\d-\d\d)$/.exec(model.version) ?? [];
  if (!isTaken(model) || year === undefined || day === undefined) return [];
  return [toEnd(model, 'closes to new subscriptions, by the policy', `${Number(year) + 1}${day}`, nowEpochMs)];
}

function toEnd(model: DatedModel, what: string, day: string, nowEpochMs: number): ModelEnd {
  const days = Math.ceil((Date.parse(day) - nowEpochMs) / MS_PER_DAY);
  const when = days < 0 ? `${-days} days ago` : `in ${days} days`;
  const line = `${model.name} ${model.version}${isTaken(model) ? ' (a default)' : ''}: ${day}, ${when}, it ${what}.`;
  return { model, days, line };
}
