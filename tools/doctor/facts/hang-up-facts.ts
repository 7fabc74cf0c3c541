/** A hang-up of an id that no call has, with the person's own rights: Azure's 404 says that one may ask, and nothing else. */
import type { TokenCredential } from '@azure/identity';
import { UNKNOWN_CALL_ID } from '../../../src/calls/resource-of.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { describeSdkError } from '../../../src/lib/sdk-error.ts';
import { type CallControl, createCallControl, type HangUp } from '../../../src/realtime/call-control.ts';
import { askUpgrade } from '../ask-upgrade.ts';
import { LOOK_TIMEOUT_MS, type Look, seen, then } from '../look.ts';
import { sendByFetch } from '../send-by-fetch.ts';
import type { RequestFacts } from './request-facts.ts';

/** As the app asks, with the person's token of that scope. */
export function createPersonsControl(scope: string, credential: TokenCredential, fetchFrom: typeof fetch): CallControl {
  return createCallControl({
    send: sendByFetch(fetchFrom),
    async askUpgrade({ url, headers, signal }) {
      try {
        return ok({ status: await askUpgrade(url, headers, signal) });
      } catch (error) {
        return err({ code: describeSdkError(error).cause, neverConnected: false });
      }
    },
    now: Date.now,
    async token() {
      try {
        const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(LOOK_TIMEOUT_MS) });
        return token ? ok(token.token) : err({ cause: 'NoToken' });
      } catch (error) {
        return err({ cause: describeSdkError(error).cause });
      }
    },
  });
}

export function tryHangUp(
  { endpoint, tokenScope }: RequestFacts,
  credential: TokenCredential,
  fetchFrom: typeof fetch,
): Promise<Look<HangUp>> {
  return then(endpoint(), ({ origin }) =>
    then(tokenScope(), async (scope) => {
      const control = createPersonsControl(scope, credential, fetchFrom);
      const call = { origin, callId: UNKNOWN_CALL_ID };
      return seen(await control.hangUp(call, AbortSignal.timeout(LOOK_TIMEOUT_MS)));
    }),
  );
}
