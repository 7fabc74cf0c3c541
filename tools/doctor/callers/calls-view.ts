/** What the app tells an operator of its calls: who sweeps, when they last did, and who refuses a hang-up. */
import * as z from 'zod/mini';
import type { CallerRule } from '../../../src/auth/settings.ts';
import { valueAt } from '../../../src/lib/json.ts';
import { type Look, look, seen, unseen } from '../look.ts';
import { type AppAccess, personTokenFor } from './person-token.ts';

/** Of what `GET /api/readyz` has in `details.calls`; what comes later is left alone. */
const view = z.object({
  sweptBy: z.enum(['timer', 'requests', 'nobody']),
  heartbeat: z.enum(['read', 'absent', 'unread']),
  sweepAgeSeconds: z.optional(z.number()),
  hangUpForbidden: z.array(z.string()),
  hangUpLacks: z.optional(z.string()),
  hangUpConfirmed: z.array(z.string()),
});
export type CallsView = z.infer<typeof view>;

export async function viewCalls(
  rules: readonly CallerRule[],
  { credential, fetch: fetchFrom, appUrl }: AppAccess,
): Promise<Look<CallsView>> {
  const operated = rules.filter(({ operatorRole }) => operatorRole !== undefined);
  if (operated.length === 0)
    return unseen('the app tells only an operator, and realtime:callers names no operatorRole');
  const token = await personTokenFor(operated, credential);
  if (!token.seen) return token;
  const asked = await look(`the particulars of ${appUrl}/api/readyz`, async (signal) => {
    const headers = { Authorization: `Bearer ${token.value}` };
    const response = await fetchFrom(`${appUrl}/api/readyz`, { redirect: 'manual', headers, signal });
    return { status: response.status, body: (await response.json().catch(() => undefined)) as unknown };
  });
  if (!asked.seen) return asked;
  const { status, body } = asked.value;
  const details = valueAt(body, ['details']);
  const [role = ''] = operated.map(({ operatorRole }) => operatorRole);
  if (status !== 200 && status !== 503) return unseen(`/api/readyz answers ${status}`);
  if (details === undefined) return unseen(`the app tells only an operator, and your token lacks the role ${role}`);
  const read = view.safeParse(valueAt(details, ['calls']));
  return read.success ? seen(read.data) : unseen('the version of the app that answers does not tell it');
}
