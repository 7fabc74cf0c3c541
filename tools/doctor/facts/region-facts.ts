/** What the regions of a subscription offer and what is left of their quota. */
import type { AccountModel, Model, Usage } from '@azure/arm-cognitiveservices';
import type { VoiceApi } from '../../azure-facts/voice-models.ts';
import type { Arm } from '../arm/arm-port.ts';
import { type Look, look, once, seen, then, unseen } from '../look.ts';
import { modelsFor, modelsOf } from '../models.ts';

export interface RegionOffer {
  readonly region: string;
  /** Of one voice API. */
  readonly models: readonly AccountModel[];
}

export interface RegionFacts {
  models(region: string): Promise<Look<readonly Model[]>>;
  usages(region: string): Promise<Look<readonly Usage[]>>;
  /** Regions that offer a model of the API, of the Realtime API where none is named; those that the WebRTC page names first. */
  offers(api?: VoiceApi): Promise<Look<readonly RegionOffer[]>>;
}

/** The documentation of WebRTC names these two; others are reported to work. */
const NAMED_FOR_WEBRTC = ['swedencentral', 'eastus2'];
const AT_ONCE = 8;

export function createRegionFacts(arm: Arm, subscription: string): RegionFacts {
  const byRegion = <T>(read: (region: string) => Promise<Look<T>>) => {
    const held = new Map<string, Promise<Look<T>>>();
    return (region: string) => {
      const asked = held.get(region) ?? read(region);
      held.set(region, asked);
      return asked;
    };
  };
  const models = byRegion((region) =>
    look(`the models of ${region}`, (signal) => arm.models(subscription, region, signal)),
  );
  const usages = byRegion((region) =>
    look(`the quota of ${region}`, (signal) => arm.usages(subscription, region, signal)),
  );
  const regions = once(() =>
    look('the regions of Microsoft.CognitiveServices', async (signal) =>
      toRegions(await arm.provider(subscription, 'Microsoft.CognitiveServices', signal)),
    ),
  );

  async function offerOf(api: VoiceApi, region: string): Promise<RegionOffer> {
    const listed = await models(region);
    return { region, models: listed.seen ? modelsOf(api, modelsFor('OpenAI', listed.value)) : [] };
  }

  async function offersOf(api: VoiceApi, names: readonly string[]): Promise<Look<readonly RegionOffer[]>> {
    const offers: RegionOffer[] = [];
    for (let start = 0; start < names.length; start += AT_ONCE) {
      const some = names.slice(start, start + AT_ONCE);
      offers.push(...(await Promise.all(some.map((region) => offerOf(api, region)))));
    }
    const offering = offers.filter((offer) => offer.models.length > 0);
    if (offering.length === 0 && names.length > 0) {
      const first = await models(names[0] ?? '');
      if (!first.seen) return unseen(first.because);
    }
    const rank = ({ region }: RegionOffer): number => (NAMED_FOR_WEBRTC.includes(region) ? 0 : 1);
    return seen(offering.sort((one, other) => rank(one) - rank(other) || one.region.localeCompare(other.region)));
  }

  return { models, usages, offers: (api = 'realtime') => then(regions(), (names) => offersOf(api, names)) };
}

/** ARM names regions for people: "East US 2". */
function toRegions(provider: unknown): readonly string[] {
  const { resourceTypes } = Object(provider) as { resourceTypes?: unknown };
  const accounts = asArray(resourceTypes).find(
    (type) => (Object(type) as { resourceType?: unknown }).resourceType === 'accounts',
  );
  return asArray((Object(accounts) as { locations?: unknown }).locations)
    .map((location) => String(location).toLowerCase().replaceAll(' ', ''))
    .filter((region) => region !== 'global');
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
