/** The endpoint: a form that works, and a host that exists. */
import { lookup } from 'node:dns/promises';
import { parseEndpoint } from '../../../src/realtime/endpoint.ts';
import { az } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { endpointOf, setKeys } from '../fixes/set-keys.ts';
import { LOOK_TIMEOUT_MS, look } from '../look.ts';
import { placeOf, writtenIn } from '../targets/member.ts';
import { fail, fine, type Mend, skipped, warn } from '../verdict.ts';
import { judgeOwnEndpoint } from './own-endpoint.ts';
import { judgeMember } from './wrong-target.ts';

/** Traces of the preview API, which is another one: its address, its path, its dated versions. */
const PREVIEW_HOST = /\.realtimeapi-preview\.ai\.azure\.com/i;
const PREVIEW_PATH = /realtimertc|realtimeapi\/sessions|[?&]api-version=/i;

const form: Check<Facts> = {
  id: 'endpoint.form',
  about:
    'Whether `realtime:endpoint` is the resource’s own address. The app accepts every form of its host and a pasted path, and makes the documented address from it. It refuses a regional address, the preview’s address and other hosts. For one of `realtime:targets`, the check also says whether the app takes it as a whole.',
  async run(facts) {
    if (facts.own) return judgeOwnEndpoint(facts, facts.own);
    const texts = await facts.texts();
    if (!texts.seen) return skipped(texts.because);
    const text = writtenIn(texts.value, facts.member, 'endpoint');
    const place = placeOf(facts.member, 'endpoint');
    if (text === '') return fail(`${place} is not set.`, await toAccount(facts));
    const parsed = parseEndpoint(text);
    const isPreview = PREVIEW_HOST.test(text);
    if (!parsed.ok) {
      const why = isPreview ? 'is the address of the preview’s WebRTC, which the GA API does not use' : parsed.error;
      return fail(`${place} ${why}.`, await toAccount(facts));
    }
    const wrong = facts.member && (await judgeMember(facts, facts.member));
    if (wrong) return wrong;
    if (!PREVIEW_PATH.test(text)) return fine(`The app mints secrets at ${parsed.value.clientSecretsUrl}.`);
    return warn(
      `${place} has a path or version of the preview API. The app leaves it out, but other programs that use this value do not.`,
      { run: setKeys(facts, { endpoint: parsed.value.origin }) },
    );
  },
};

const resolves: Check<Facts> = {
  id: 'endpoint.resolves',
  about:
    'Whether the endpoint’s host has an address, seen from your machine. The doctor tells you about a private address, because browsers outside cannot reach it.',
  async run(facts) {
    const endpoint = await facts.endpoint();
    if (!endpoint.seen) return skipped(endpoint.because);
    const { hostname } = new URL(endpoint.value.origin);
    const found = await look(`the address of ${hostname}`, () => lookup(hostname.replace(/^\[|\]$/g, '')));
    if (!found.seen) {
      if (!/ENOTFOUND|ENODATA/.test(found.because)) return skipped(found.because);
      return fail(`No resource has the name ${hostname}.`, await toAccount(facts));
    }
    const { address } = found.value;
    if (!/^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|f[cd])/.test(address)) {
      return fine(`${hostname} resolves to ${address}.`);
    }
    return warn(`${hostname} is the private address ${address} from here: a browser elsewhere cannot post its offer.`, {
      say: 'That is fine for the relay, because the app posts its offers. Direct calls need the public address.',
    });
  },
};

const connects: Check<Facts> = {
  id: 'endpoint.connects',
  about:
    'Whether your machine can connect to the endpoint, and whether TLS shows the right host. Any answer will do. The check before says whether the host has an address.',
  async run(facts) {
    const endpoint = await facts.endpoint();
    if (!endpoint.seen) return skipped(endpoint.because);
    const { origin, clientSecretsUrl } = endpoint.value;
    const code = await connectionError(facts.fetch, clientSecretsUrl);
    if (code === undefined) return fine(`${origin} answers.`);
    const fault = CONNECTION_FAULTS.find(({ codes }) => codes.test(code));
    if (!fault) return skipped(`${origin} could not be reached (${code})`);
    return fail(`${origin} ${fault.does} (${code}).`, { say: fault.say }, ['endpoint.resolves']);
  },
};

interface ConnectionFault {
  readonly codes: RegExp;
  /** Completes "<origin> …". */
  readonly does: string;
  readonly say: string;
}

/** By the codes of Node and of undici, its client. */
const CONNECTION_FAULTS: readonly ConnectionFault[] = [
  {
    codes: /^ECONNREFUSED$/,
    does: 'refuses the connection',
    say: 'Nothing listens there, or a firewall on the way refuses the connection. Try from another network.',
  },
  {
    codes: /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    does: 'breaks the connection',
    say: 'No setting of this app causes this. A proxy or firewall on the way breaks the connection, or the service is down. Try from another network, and look at https://azure.status.microsoft.',
  },
  {
    codes: /^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError)$/,
    does: 'does not answer',
    say: 'A firewall on the way drops packets, or the address is private. Try from a network that may reach it.',
  },
  {
    codes: /CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL/,
    does: 'has a certificate that this machine does not trust',
    say: 'Something on the way answers instead, such as a proxy that opens TLS. If that is intended, name its certificate in NODE_EXTRA_CA_CERTS.',
  },
];

/** The code of what kept it from answering. */
async function connectionError(fetchFrom: typeof fetch, url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(LOOK_TIMEOUT_MS);
    await (await fetchFrom(url, { method: 'HEAD', redirect: 'manual', signal })).body?.cancel();
    return undefined;
  } catch (error) {
    const { name = 'unknown error', cause } = Object(error) as { readonly name?: string; readonly cause?: unknown };
    const { code } = Object(cause) as { readonly code?: unknown };
    return typeof code === 'string' ? code : name;
  }
}

export const ENDPOINT_CHECKS: readonly Check<Facts>[] = [form, resolves, connects];

const LIST_ADDRESSES = az('cognitiveservices', 'account', 'list', '--query', '[].properties.endpoint', '-o', 'tsv');

/** Back to the account that the settings name. */
async function toAccount(facts: Facts): Promise<Mend> {
  const account = await facts.account();
  const endpoint = account.seen ? endpointOf(account.value) : undefined;
  if (facts.own)
    return { say: 'The name in the address is wrong. Your accounts have these addresses:', run: [LIST_ADDRESSES] };
  return endpoint === undefined
    ? {
        say: `Set ${placeOf(facts.member, 'endpoint')} to the address that the Azure OpenAI resource shows under Keys and Endpoint.`,
      }
    : { run: setKeys(facts, { endpoint }) };
}
