/** Does `work` for each, at most so many at once; a failure of one is `failed`'s and stops nobody else. */
export async function atMostAtOnce<T>(
  count: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
  failed: (item: T, cause: unknown) => void,
): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item).catch((cause: unknown) => failed(item, cause));
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, worker));
}
