/** The address out of the person's own code: the account's own, with a path and query of the GA API. */
import type { RealtimeEndpoint } from '../../../src/realtime/endpoint.ts';
import type { Facts, OwnCode } from '../facts/facts.ts';
import { findWrongRoute } from '../own/wrong-route.ts';
import { fail, fine, type Mend, skipped, type Verdict, warn } from '../verdict.ts';

const OPENAI_ITSELF = /(?:^|\.)openai\.com$/i;
/** Reported not to serve realtime; applications rewrite it. */
const FOUNDRY_HOST = /\.services\.ai\.azure\.com$/i;

export async function judgeOwnEndpoint(facts: Facts, { named }: OwnCode): Promise<Verdict> {
  const endpoint = await facts.endpoint();
  if (named.by !== 'address') {
    return endpoint.seen ? fine(`Its requests go to ${endpoint.value.clientSecretsUrl}.`) : skipped(endpoint.because);
  }
  const mend = endpoint.seen ? ask(endpoint.value) : ASK_PORTAL;
  const { hostname } = named.url;
  if (!named.endpoint.ok) {
    const problem = OPENAI_ITSELF.test(hostname)
      ? 'is OpenAI’s own service, which knows no Azure deployments'
      : named.endpoint.error;
    return fail(`${named.url.host} ${problem}.`, mend);
  }
  const wrong = findWrongRoute(named.url);
  if (wrong.length > 0) return fail(wrong.join(' '), mend);
  if (FOUNDRY_HOST.test(hostname)) {
    return warn(`People report that ${hostname} does not serve realtime.`, mend);
  }
  return fine(`Its requests go to ${named.endpoint.value.clientSecretsUrl}.`);
}

const ASK_PORTAL: Mend = {
  say: 'Use the address that the Azure OpenAI resource shows under Keys and Endpoint, https://<resource>.openai.azure.com, with /openai/v1/realtime/client_secrets.',
};

function ask({ clientSecretsUrl, callsUrl }: RealtimeEndpoint): Mend {
  return {
    say: `In your code: POST ${clientSecretsUrl} for a secret and POST ${callsUrl} for the offer, both without a query. Put the deployment’s name into session.model of the first one’s body. A WebSocket has model=<deployment> at ${callsUrl.replace(/^http/, 'ws').replace(/\/calls$/, '')}.`,
  };
}
