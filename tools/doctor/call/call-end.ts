/** What shows that a call is on the line, and what ends it, asked at Azure itself with the person's own rights. */
import type { CallAtAzure, CallControl } from '../../../src/realtime/call-control.ts';
import { LOOK_TIMEOUT_MS } from '../look.ts';
import { fail, fine, skipped, type Verdict } from '../verdict.ts';

const RUNBOOK = 'docs/operations.md#hang-up-is-forbidden';
const BLIND = 'docs/operations.md#the-leash-is-blind';
export const LASTS = 'The call lasts until Azure ends it, an hour after its start at the latest.';

export async function probeCall(control: CallControl, call: CallAtAzure): Promise<Verdict> {
  const seen = await control.probe(call, AbortSignal.timeout(LOOK_TIMEOUT_MS));
  switch (seen) {
    case 'alive':
      return fine('The sideband answers 101: the call is on the line.');
    case 'not_found':
      return fail('The sideband answers 404 for a call that is on the line: Azure hides it from an Entra token.', {
        say: `The app cannot notice there that a call has ended: ${BLIND}.`,
      });
    case 'forbidden':
      return skipped('Azure refuses you the sideband, which says nothing about the app');
    case 'unknown':
      return skipped('the sideband’s answer says nothing');
  }
}

export async function hangUpAtAzure(control: CallControl, call: CallAtAzure): Promise<Verdict> {
  const said = await control.hangUp(call, AbortSignal.timeout(LOOK_TIMEOUT_MS));
  switch (said.kind) {
    case 'ended':
      return fine('Azure answers the hang-up with 200 and ends the call.');
    case 'over':
      return fail('Azure does not have the call that it began a moment ago.', {
        say: `It may hide calls from an Entra token: ${BLIND}. ${LASTS}`,
      });
    case 'forbidden':
      return fail(
        `Azure refuses the hang-up${said.dataAction === undefined ? '' : ` because you lack ${said.dataAction}`}.`,
        {
          say: `--only calls.hangup prints the role: ${RUNBOOK}. ${LASTS}`,
        },
      );
    case 'unknown':
      return fail(`Azure did not confirm the hang-up (${said.cause}).`, {
        say: `It may have ended the call. ${LASTS}`,
      });
  }
}
