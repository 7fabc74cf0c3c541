/** The backend example, with credentials of the emulated issuer. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { answer, type Handler, type HttpExchange } from '../../local/kit/reply.ts';
import { type Backend, createBackend } from '../backend/server.ts';
import type { NpmStart } from './npm-start.ts';

/** Made at the first request: `npm start` may begin later. */
export function createLocalBackend(npmStart: () => NpmStart): Handler {
  let made: Promise<Backend> | undefined;
  return async (exchange) => {
    made ??= make(npmStart()).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    const backend = await made;
    const response = await backend(toRequest(exchange));
    return answer(response.status, await response.text(), Object.fromEntries(response.headers));
  };
}

async function make({ endpoint, control, issuer }: NpmStart): Promise<Backend> {
  // The issuer’s TLS is of this machine, and new at each start.
  const certificate = await (await fetch(`${control}/certificate`)).text();
  setDefaultCACertificates([...getCACertificates(), certificate]);
  return createBackend({
    endpoint,
    tokenUrl: issuer.replace(/v2\.0$/, 'oauth2/v2.0/token'),
    clientId: 'backend',
    clientSecret: 'any',
    scope: 'api://7e0a1b2c-0000-4000-8000-0000000000a1/.default',
  });
}

function toRequest({ method, url, headers, body }: HttpExchange): Request {
  const { authorization, 'content-type': type } = headers;
  const given = Object.entries({ authorization, 'content-type': type }).filter(([, value]) => value !== undefined);
  return new Request(new URL(url.pathname + url.search, 'http://localhost'), {
    method,
    headers: Object.fromEntries(given) as Record<string, string>,
    ...(method === 'POST' ? { body: body.toString('utf8') } : {}),
  });
}
