/** What axe-core finds in a page. It comes over the browser's own protocol, so the page's policy stays as it is. */
import { source } from 'axe-core';
import type { Page } from 'playwright-core';

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** `<rule> <impact>: <where>` for each. */
export async function findInaccessible(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const evaluate = (expression: string) =>
    session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  await evaluate(source);
  const { result } = await evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  await session.detach();
  return (result.value as readonly Finding[]).map(
    ({ id, impact, nodes }) => `${id} ${impact}: ${nodes.flatMap(({ target }) => target).join(', ')}`,
  );
}
