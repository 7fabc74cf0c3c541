/**
 * Where Azure OpenAI is. Our token goes there and nowhere else, so this file decides which hosts are Azure OpenAI:
 * whoever can write settings must not be able to send the identity's token to a host of their own.
 */
import { CLOUDS, CLOUDS_WITHOUT, type Cloud } from '../lib/clouds.ts';
import { isLoopback } from '../lib/loopback.ts';
import { err, ok, type Result } from '../lib/result.ts';

export interface RealtimeEndpoint {
  /** Without a trailing slash. */
  readonly origin: string;
  readonly clientSecretsUrl: string;
  /** What a client posts its SDP offer to. */
  readonly callsUrl: string;
  /** GPT-Live's, where a session is created. */
  readonly liveSessionsUrl: string;
  /** Which tokens count there, and which tenants. Loopback plays the public cloud. */
  readonly cloud: Cloud;
}

/** A custom subdomain is one DNS label, so `a.b.openai.azure.com` is nobody's resource. */
const RESOURCE_NAME = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const REGIONAL = /\.api\.cognitive\.microsoft\.(?:com|us)$/;

/** Takes what people paste (another form of the host, any path) and keeps the resource. */
export function parseEndpoint(text: string): Result<RealtimeEndpoint, string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return err('is not a URL such as https://<resource>.openai.azure.com');
  if (url.username !== '' || url.password !== '') return err('must not carry a user name or password');
  if (isLoopback(url.hostname)) {
    return /^https?:$/.test(url.protocol) ? ok(toEndpoint(url.origin, CLOUDS.public)) : err('must be http or https');
  }
  if (url.protocol !== 'https:') return err('must be https: the identity’s token is sent there');
  if (url.port !== '') return err('must not name a port');
  return toAzure(url.hostname);
}

function toAzure(hostname: string): Result<RealtimeEndpoint, string> {
  for (const cloud of Object.values(CLOUDS)) {
    const suffix = cloud.resources.find((form) => hostname.endsWith(`.${form}`));
    const resource = suffix === undefined ? '' : hostname.slice(0, -suffix.length - 1);
    if (RESOURCE_NAME.test(resource)) return ok(toEndpoint(`https://${resource}.${cloud.resources[0]}`, cloud));
  }
  const without = CLOUDS_WITHOUT.find(({ resources }) => resources.test(hostname));
  if (without) return err(without.problem);
  if (REGIONAL.test(hostname)) {
    return err('is a regional endpoint, which does not accept Entra tokens: give the resource a custom subdomain');
  }
  return err('is not the host of an Azure OpenAI resource, https://<resource>.openai.azure.com');
}

function toEndpoint(origin: string, cloud: Cloud): RealtimeEndpoint {
  // The GA routes have no api-version; adding one is answered with an error.
  const base = `${origin}/openai/v1`;
  return {
    origin,
    clientSecretsUrl: `${base}/realtime/client_secrets`,
    callsUrl: `${base}/realtime/calls`,
    liveSessionsUrl: `${base}/live/sessions`,
    cloud,
  };
}
