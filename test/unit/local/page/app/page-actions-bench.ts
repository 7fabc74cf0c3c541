/** What a person does on the page, against the real control service of an emulated Azure; each call is refused. */
import type { EmulatedAzure } from '../../../../../local/azure/emulated-azure.ts';
import { SCENARIOS } from '../../../../../local/page/app/break/all-scenarios.ts';
import { createControlClient } from '../../../../../local/page/app/break/control-client.ts';
import type { CallPorts } from '../../../../../local/page/app/call/ports.ts';
import { createPageActions } from '../../../../../local/page/app/page/page-actions.ts';
import { FIRST_STATE, type PageState } from '../../../../../local/page/app/page/page-state.ts';
import { createStore } from '../../../../../local/page/app/page/store.ts';
import { FakePeer } from '../../../client/fake-peer.ts';

export const CONFIG = {
  endpoint: 'http://localhost:1/api',
  callsUrl: '',
  targets: '[1]',
  names: {},
  profiles: ['default', 'coach'],
  liveProfiles: ['coach'],
};

export function openPageAt(
  { urls }: EmulatedAzure,
  first: Partial<PageState> = {},
  pasted = 'Bearer eyJ.pas\n ted.token',
) {
  const calls: { readonly url: string; readonly init: RequestInit }[] = [];
  const kept: string[] = [];
  const port: CallPorts = {
    fetch: async (url, init) => {
      calls.push({ url, init });
      return url.endsWith('/caller-token')
        ? new Response('a.b.c')
        : Response.json({ code: 'token_invalid' }, { status: 401 });
    },
    createPeer: () => new FakePeer() as unknown as RTCPeerConnection,
    openMicrophone: async () => ({ getTracks: () => [], getAudioTracks: () => [] }) as unknown as MediaStream,
    now: () => 0,
    wallClock: () => new Date(0),
    // Seconds are over at once; the minutes that a person may take are not.
    wait: (ms) => (ms < 60_000 ? Promise.resolve() : new Promise(() => undefined)),
    environment: () => ({ isSecure: true, hasMicrophone: true, hasWebRtc: true }),
    whenPageGoes: () => undefined,
    listen: () => () => true,
  };
  const store = createStore<PageState>({ ...FIRST_STATE, config: CONFIG, ...first });
  const control = createControlClient((url, init) => fetch(`${urls.control}${url.replace('/control', '')}`, init));
  const actions = createPageActions(store, {
    call: port,
    control,
    pastedToken: () => pasted,
    storeUrl: (url) => kept.push(url),
    createCallerId: () => `caller-${calls.length}`,
  });
  const over = () =>
    new Promise<PageState>((resolve) => store.watch((state) => state.call.phase === 'failed' && resolve(state)));
  return { store, actions, calls, kept, over };
}

export const scenario = (id: string) => {
  const found = SCENARIOS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no scenario ${id}.`);
  return found;
};
