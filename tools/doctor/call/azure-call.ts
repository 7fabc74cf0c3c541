/** A call straight at Azure, as a page of the person's own makes one: mint, offer, look, hang up. */
import type { TokenCredential } from '@azure/identity';
import { createCalls } from '../../../src/realtime/calls.ts';
import { createClientSecrets } from '../../../src/realtime/client-secrets.ts';
import type { RealtimeEndpoint } from '../../../src/realtime/endpoint.ts';
import { DEPLOYMENT_DOCTOR } from '../checks/all-checks.ts';
import { explainRefusal } from '../checks/mint.ts';
import type { Facts } from '../facts/facts.ts';
import { createPersonsControl } from '../facts/hang-up-facts.ts';
import { SHORTEST_SECONDS } from '../facts/mint-facts.ts';
import { LOOK_TIMEOUT_MS, type Look, look } from '../look.ts';
import { sendByFetch } from '../send-by-fetch.ts';
import { fail, fine, skipped } from '../verdict.ts';
import { SILENT_OFFER } from '../verify/silent-offer.ts';
import { hangUpAtAzure, LASTS, probeCall } from './call-end.ts';
import type { CallWay } from './step.ts';

export interface AzureTarget {
  readonly endpoint: RealtimeEndpoint;
  readonly deployment: string;
  readonly scope: string;
}

export function callAtAzure(facts: Facts, credential: TokenCredential, target: AzureTarget): CallWay {
  const { endpoint, deployment, scope } = target;
  const ports = { send: sendByFetch(facts.fetch), now: facts.now };
  const control = createPersonsControl(scope, credential, facts.fetch);

  function tokenOfPerson(): Promise<Look<string>> {
    return look(`a token for ${scope}`, async (abortSignal) => {
      return (await credential.getToken(scope, { abortSignal }))?.token ?? '';
    });
  }

  return {
    names: ['token', 'mint', 'offer', 'probe', 'hang-up'],
    to: 'your deployment',
    requests: 4,
    async begin(told) {
      const token = await tokenOfPerson();
      const gotToken = token.seen ? fine(`You have a token for ${scope}.`) : skipped(token.because);
      told({ name: 'token', verdict: gotToken });
      if (!token.seen) return undefined;
      const minted = await createClientSecrets(ports).mint({
        target: { endpoint, deployment },
        session: { type: 'realtime' },
        seconds: SHORTEST_SECONDS,
        token: token.value,
        signal: AbortSignal.timeout(LOOK_TIMEOUT_MS),
      });
      if (!minted.ok) {
        told({ name: 'mint', verdict: await explainRefusal(facts, minted.error, DEPLOYMENT_DOCTOR) });
        return undefined;
      }
      told({ name: 'mint', verdict: fine(`Azure minted a secret of ${minted.value.lifetimeSeconds} s.`) });
      const signal = AbortSignal.timeout(LOOK_TIMEOUT_MS);
      const called = await createCalls(ports).create({
        secret: minted.value,
        offer: SILENT_OFFER,
        filter: false,
        signal,
      });
      if (!called.ok) {
        told({ name: 'offer', verdict: await explainRefusal(facts, called.error, DEPLOYMENT_DOCTOR) });
        return undefined;
      }
      const { id } = called.value;
      const verdict =
        id === undefined
          ? fail('Azure answers the offer with SDP, but no Location names the call.', { say: LASTS })
          : fine('Azure answers the offer with SDP, and Location names the call.');
      told({ name: 'offer', verdict });
      return id;
    },
    probe: (callId) => probeCall(control, { origin: endpoint.origin, callId }),
    hangUp: (callId) => hangUpAtAzure(control, { origin: endpoint.origin, callId }),
  };
}
