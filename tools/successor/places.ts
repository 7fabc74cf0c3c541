/** Where the settings name a deployment: in one key for all targets, or in a target of its own. */
import { KEY_PREFIX } from '../../src/settings/keys.ts';
import type { Facts } from '../doctor/facts/facts.ts';
import { type Look, seen, unseen } from '../doctor/look.ts';
import { type Member, placeOf, TARGETS_KEY, writtenIn } from '../doctor/targets/member.ts';

export interface Place {
  /** The key that is written. */
  readonly key: string;
  /** As it is told. */
  readonly title: string;
  /** Of realtime:targets, where the target says the name itself. */
  readonly member: Member | undefined;
  readonly name: string;
  /** Which of the targets go by it. */
  readonly targets: readonly [Facts, ...Facts[]];
}

export const DEPLOYMENT_KEY = `${KEY_PREFIX}deployment`;

export async function readPlaces(facts: Facts): Promise<Look<readonly Place[]>> {
  const [texts, targets] = await Promise.all([facts.texts(), facts.targets()]);
  if (!texts.seen) return texts;
  if (!targets.seen) return targets;
  const isOwn = ({ member }: Facts) => member !== undefined && writtenIn(texts.value, member, 'deployment') !== '';
  const [first, ...more] = targets.value.filter((target) => !isOwn(target));
  const groups: readonly (readonly [Facts, ...Facts[]])[] = [
    ...(first ? [[first, ...more] as const] : []),
    ...targets.value.filter(isOwn).map((target) => [target] as const),
  ];
  const places: Place[] = [];
  for (const group of groups) {
    const [target] = group;
    const name = await target.deploymentName();
    if (!name.seen) return unseen(name.because);
    const member = isOwn(target) ? target.member : undefined;
    const key = member ? TARGETS_KEY : DEPLOYMENT_KEY;
    places.push({ key, title: placeOf(member, 'deployment'), member, name: name.value, targets: group });
  }
  return seen(places);
}
