/** Back: to the deployment that the setting named before, as far as that one still answers. */
import { ok } from '../../src/lib/result.ts';
import { listRevisions } from '../doctor/az-commands.ts';
import type { Facts } from '../doctor/facts/facts.ts';
import { earlierName } from './earlier-name.ts';
import { templateLines } from './farewell.ts';
import { holdSettings, moveSettings, type Renaming } from './move-settings.ts';
import { type Place, readPlaces } from './places.ts';
import { refused, type Step, unlooked } from './stop.ts';
import { seeThroughApp } from './through-app.ts';
import { tryDeployment } from './try-mint.ts';
import type { Work } from './work.ts';

export async function moveBack(work: Work): Step<void> {
  const places = await readPlaces(work.facts);
  if (!places.seen) return unlooked(places.because);
  const held = await holdSettings(places.value, work.store);
  if (!held.ok) return held;
  const found = await findEarlier(places.value, work);
  if (!found.ok) return found;
  const renamings = found.value;
  const names = renamings.map(({ place, to }) => `${place.title} from ${place.name} to ${to}`).join(', ');
  work.say(
    '1. Try what it named before: one secret of ten seconds with your own rights, and one with the session of each profile.',
  );
  for (const { place, to } of renamings) {
    for (const facts of place.targets) {
      const tried = await tryEarlier(facts, { place, to }, work);
      if (!tried.ok) return tried;
    }
  }
  work.say('', `2. Move ${names}.`);
  if (!(await work.agree())) return unlooked('nobody agreed, so the setting stays as it was');
  const moved = await moveSettings(renamings, held.value, work);
  if (!moved.ok) return moved;
  work.say('', '3. See it through the app: a mint as a caller, which counts against your own quota.');
  await seeThroughApp(
    renamings.map(({ to }) => to),
    work,
  );
  work.say(...(await templateLines(work.lookAgain(), work)));
  return ok(undefined);
}

async function findEarlier(places: readonly Place[], work: Work): Step<readonly Renaming[]> {
  const renamings: Renaming[] = [];
  for (const place of places) {
    const to = work.options.deployment ?? (await earlierName(place, work.facts));
    if (to !== undefined && to !== place.name) renamings.push({ place, to });
  }
  if (renamings.length > 0) return ok(renamings);
  const { storeName } = work.facts;
  const keys = [...new Set(places.map(({ key }) => key))];
  const now = places.map(({ title, name }) => `${title} is ${name}`).join(', ');
  return refused(`There is nothing to go back to: ${now}, and the store keeps no other value.`, {
    say: '--deployment names the deployment. What the store keeps:',
    run: storeName ? keys.map((key) => listRevisions(storeName, key)) : [],
  });
}

async function tryEarlier(facts: Facts, { place, to }: Renaming, work: Work): Step<void> {
  const [account, all] = await Promise.all([facts.accountId(), facts.deployments()]);
  if (!account.seen) return unlooked(account.because);
  if (!all.seen) return unlooked(all.because);
  if (!all.value.some(({ name }) => name === to)) {
    return refused(
      `${account.value.name} no longer has the deployment ${to}, so there is no way back to it. The setting was not moved.`,
      {
        say: 'Move on to another model instead: leave out --back, and name it with --to.',
      },
    );
  }
  return tryDeployment({ facts, name: to, from: place.name, madeAtEpochMs: undefined }, work);
}
