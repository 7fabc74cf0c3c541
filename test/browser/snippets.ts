/** The code that README.md gives to pages, made into calls on a test's page. */
import type { Page } from 'playwright-core';
import type { System } from '../http/system.ts';
import { codeBlocks } from '../support/code-blocks.ts';

export type Way = 'direct' | 'relay';

const [DIRECT = '', RELAY = ''] = codeBlocks('README.md', 'js');
/** What the second snippet does not say again. */
const TO_THE_PEER = DIRECT.slice(DIRECT.indexOf('if (!answer.ok)'));
const HELD: Readonly<Record<Way, string>> = { direct: DIRECT, relay: RELAY + TO_THE_PEER };

/** Mints where the way asks for it, and resolves when the page's data channel is open. */
export async function startCall(page: Page, system: System, way: Way, profile = 'assistant'): Promise<void> {
  const { Authorization } = await system.bearer();
  const t = way === 'direct' ? await mint(system, profile) : undefined;
  const snippet = HELD[way].replace('https://<app>', system.host.url).replace('=assistant', `=${profile}`);
  const given = { t, accessToken: Authorization.replace('Bearer ', '') };
  await page.evaluate(
    `startCall(async ({ peer, offer }) => { const { t, accessToken } = ${JSON.stringify(given)}; ${snippet} return answer; })`,
  );
}

async function mint(system: System, profile: string): Promise<unknown> {
  const headers = { ...(await system.bearer()), 'Content-Type': 'application/json' };
  const { status, json } = await system.mint({ headers, body: JSON.stringify({ profile }) });
  expect({ status, json }).toMatchObject({ status: 200 });
  return json;
}
