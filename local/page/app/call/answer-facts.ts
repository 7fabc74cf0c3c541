/** What the answers of a mint and of an offer say, as facts of their stages. */
import { readObject } from '../../../../client/src/ask.ts';
import type { Placed } from '../../../../client/src/place-offer.ts';
import { describeSdp } from './sdp-facts.ts';
import type { Fact } from './stage.ts';
import { headerFact, type StageTeller } from './stage-teller.ts';

export function tellMint(tell: StageTeller, answer: Response, body: string, now: Date): void {
  if (!answer.ok) return;
  const { expires_at: expiresAt, model, id } = readObject(body);
  if (typeof expiresAt !== 'number') return;
  const seconds = Math.round(expiresAt - now.getTime() / 1_000);
  tell.note(`${String(model)}, good for ${seconds} s`);
  tell.facts([
    { name: 'Deployment', value: String(model) },
    { name: 'Good for', value: `${seconds} s` },
    { name: 'Issuance id', value: String(id) },
    ...serverTimings(answer.headers.get('server-timing') ?? ''),
    ...headerFact('Quota left', answer.headers.get('ratelimit')),
  ]);
}

/** @param requestId Azure’s own, where the answer had it. */
export function tellPlaced(tell: StageTeller, { callId, endsAt, answer }: Placed, requestId: string | null): void {
  tell.note(callId ?? 'Without a call id');
  tell.facts([
    ...headerFact('Call id', callId ?? null),
    ...headerFact('Ends at', endsAt === undefined ? null : new Date(endsAt).toISOString()),
    ...headerFact('Azure’s request id', requestId),
    ...describeSdp(answer),
  ]);
}

/** `auth;dur=0.4, upstream;dur=41.2` (W3C Server Timing), which the endpoint exposes to pages. */
function serverTimings(field: string): readonly Fact[] {
  const phases = [...field.matchAll(/([\w-]+);dur=([\d.]+)/g)].map(([, name, ms]) => `${name} ${ms} ms`);
  return phases.length === 0 ? [] : [{ name: 'Inside the endpoint', value: phases.join(', ') }];
}
