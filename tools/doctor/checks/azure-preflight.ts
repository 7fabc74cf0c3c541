/** Whether Azure lets a page post its offer: its own preflight on /calls. */
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { look } from '../look.ts';
import { fail, fine, skipped, unneeded, warn } from '../verdict.ts';
import { sendPreflight } from './preflight.ts';

const PLAIN = ['authorization', 'content-type'];
/** What @openai/agents-realtime adds. */
const SDK = [...PLAIN, 'x-openai-agents-sdk'];
const OWN_RELAY = 'Post the offer from a server of yours, with the secret. Azure’s CORS does not matter there.';
const RELAY = 'Send the offer to the relay, POST /api/realtime/calls. Azure’s CORS does not matter there.';

const preflight: Check<Facts> = {
  id: 'azure.preflight',
  about:
    'Whether Azure’s `/calls` allows each origin that may call, with the headers of a plain page and with the one that the Agents SDK adds. Nobody knows whether Azure’s list of headers is fixed. A page that needs another header uses the relay.',
  async run(facts) {
    const [held, allowed] = await Promise.all([facts.endpoint(), facts.allowedOrigins()]);
    if (!held.seen) return skipped(held.because);
    if (!allowed.seen) return skipped(allowed.because);
    const endpoint = held.value;
    const origins = [...new Set([...allowed.value, ...facts.origins])];
    if (origins.length === 0)
      return unneeded(facts.own ? 'you named no page: --origin names one' : 'no origin may call');
    const instead = facts.own ? OWN_RELAY : RELAY;
    const asked = await look(`the preflight of ${endpoint.callsUrl}`, (signal) =>
      Promise.all(
        origins.map(async (origin) => {
          const ask = (headers: readonly string[]) =>
            sendPreflight(facts.fetch, endpoint.callsUrl, { origin, headers, signal });
          const [plain, sdk] = await Promise.all([ask(PLAIN), ask(SDK)]);
          return { origin, plain, sdk };
        }),
      ),
    );
    if (!asked.seen) return skipped(asked.because);
    const refused = asked.value.filter(({ plain }) => !plain.allows);
    const names = (rows: typeof refused) => rows.map(({ origin }) => origin).join(', ');
    if (refused.length > 0) {
      const [first] = refused;
      return fail(
        `Azure’s /calls refuses the preflight of ${names(refused)} (${first?.plain.status}).`,
        { say: instead },
        // A firewall refuses what is asked before the post too; whose account it is has nothing to do with CORS.
        first?.plain.status === 403 ? ['resource.network'] : [],
      );
    }
    const withoutSdk = asked.value.filter(({ sdk }) => !sdk.allows);
    if (withoutSdk.length === 0) return fine(`Azure’s /calls allows ${origins.join(', ')}, with the SDK’s header too.`);
    return warn(`Azure’s /calls allows ${names(withoutSdk)}, but not the header that the Agents SDK adds.`, {
      say: `A plain page works. For the SDK: ${instead}`,
    });
  },
};

export const PREFLIGHT_CHECKS: readonly Check<Facts>[] = [preflight];
