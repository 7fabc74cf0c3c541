/** The few statistics that the rows need. Every list is short enough to be sorted anew. */

/** Nearest rank: the smallest value that at least `share` of all values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('There is no quantile of no values.');
  return value;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
