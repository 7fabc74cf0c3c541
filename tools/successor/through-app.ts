/** Whether the app has read the setting: mints through it, with the person’s own token, until the answer names the deployment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppMint } from '../doctor/callers/app-mint.ts';
import { whyNoApp } from '../doctor/discovery.ts';
import type { Look } from '../doctor/look.ts';
import type { Work } from './work.ts';

const OK = 200;

/** The setting has moved whatever comes of this: an app that cannot be seen is told, and is no failure. */
export async function seeThroughApp(names: readonly string[], { facts, patience, say }: Work): Promise<void> {
  const seeYourself = `Half a minute after the next request the app uses it: the answer to a caller then has "model": "${names[0]}".`;
  const { appUrl } = facts.target;
  const rules = await facts.rules();
  const unseenBecause = appUrl === undefined ? whyNoApp(facts.target) : rules.seen ? undefined : rules.because;
  if (appUrl === undefined || !rules.seen || !facts.appMint) {
    return say(`   The app was not asked, because ${unseenBecause}. ${seeYourself}`);
  }
  const until = performance.now() + patience.readMs;
  for (;;) {
    const minted = await facts.appMint(rules.value, appUrl);
    const model = minted.seen ? minted.value.model : undefined;
    if (model !== undefined && names.includes(model)) return say(`   ${appUrl} minted a secret for ${model}.`);
    const because = refusalIn(minted);
    if (because !== undefined) return say(`   The app could not be seen to use it, because ${because}. ${seeYourself}`);
    if (performance.now() + patience.appMs > until) {
      return say(`   ${appUrl} still mints for ${model}: does its default profile name a deployment of its own?`);
    }
    await sleep(patience.appMs);
  }
}

/** The old deployment may answer 410 until the setting is read, so what is Azure’s fault is asked again. */
function refusalIn(minted: Look<AppMint>): string | undefined {
  if (!minted.seen) return minted.because;
  const { status, code } = minted.value;
  return status === OK || status >= 500 ? undefined : `it answered ${status}${code === undefined ? '' : ` ${code}`}`;
}
