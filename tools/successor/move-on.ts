/** Forward: plan, make, try, move, see. The setting is written last, so whatever fails before it leaves every caller alone. */
import { ok } from '../../src/lib/result.ts';
import { earlierName } from './earlier-name.ts';
import { backLines, deletionLines, profileLines, templateLines } from './farewell.ts';
import { describeMaking, isToBeMade, makeDeployment } from './make.ts';
import { holdSettings, moveSettings } from './move-settings.ts';
import { type Place, readPlaces } from './places.ts';
import { type Move, planMove } from './plan.ts';
import { type Step, unlooked } from './stop.ts';
import { seeThroughApp } from './through-app.ts';
import { tryDeployment } from './try-mint.ts';
import type { Work } from './work.ts';

export async function moveOn(work: Work): Step<void> {
  const places = await readPlaces(work.facts);
  if (!places.seen) return unlooked(places.because);
  const held = await holdSettings(places.value, work.store);
  if (!held.ok) return held;
  const moves: Move[] = [];
  for (const place of places.value) {
    const move = await planMove(place, work);
    if (!move.ok) return move;
    if (move.value) moves.push(move.value);
  }
  if (moves.length === 0) {
    await sayNothingToMove(places.value, work);
    return ok(undefined);
  }
  const made = await makeAll(moves, work);
  if (!made.ok) return made;
  const tried = await tryAll(moves, work);
  if (!tried.ok) return tried;
  const renamings = moves.map(({ place, to }) => ({ place, to }));
  const names = renamings.map(({ place, to }) => `${place.title} from ${place.name} to ${to}`).join(', ');
  work.say('', `3. Move ${names}. Callers get it within half a minute; calls that run go on as they are.`);
  if (!(await work.agree())) return unlooked('nobody agreed, so the setting stays as it was');
  const moved = await moveSettings(renamings, held.value, work);
  if (!moved.ok) return moved;
  work.say('', '4. See it through the app: a mint as a caller, which counts against your own quota.');
  await seeThroughApp(
    moves.map(({ to }) => to),
    work,
  );
  await sayFarewell(moves, work);
  return ok(undefined);
}

async function makeAll(moves: readonly Move[], work: Work): Step<void> {
  const all = moves.flatMap((move) => move.sites.map((site) => ({ move, site })));
  work.say('', ...all.map(({ move, site }) => `1. ${describeMaking(move, site)}`));
  const isWriting = all.some(({ site }) => isToBeMade(site));
  if (isWriting && !(await work.agree())) return unlooked('nobody agreed, so nothing was made and nothing was moved');
  // One after the other: Azure refuses two deployments of one account at the same time.
  for (const { move, site } of all) {
    const made = await makeDeployment(move, site, work);
    if (!made.ok) return made;
  }
  return ok(undefined);
}

async function tryAll(moves: readonly Move[], work: Work): Step<void> {
  work.say(
    '',
    '2. Try it at Azure: one secret of ten seconds with your own rights, and one with the session of each profile.',
  );
  for (const { to, place, sites } of moves) {
    for (const site of sites) {
      const madeAtEpochMs = isToBeMade(site) ? work.facts.now() : site.existing?.systemData?.createdAt?.getTime();
      const tried = await tryDeployment({ facts: site.held.facts, name: to, from: place.name, madeAtEpochMs }, work);
      if (!tried.ok) return tried;
    }
  }
  return ok(undefined);
}

async function sayFarewell(moves: readonly Move[], work: Work): Promise<void> {
  const facts = work.lookAgain();
  const lines = await Promise.all([templateLines(facts, work), profileLines(facts), deletionLines(moves, facts)]);
  const [template, profiles, deletion] = lines;
  work.say(...template, ...profiles, ...backLines(work), ...deletion);
}

/** An earlier run may have ended before it said how to go on. */
async function sayNothingToMove(places: readonly Place[], work: Work): Promise<void> {
  work.say('There is nothing to move. --to <model> moves to another model all the same.');
  const earlier = await Promise.all(places.map((place) => earlierName(place, work.facts)));
  if (earlier.every((name) => name === undefined)) return;
  work.say(...(await templateLines(work.facts, work)), ...backLines(work));
}
