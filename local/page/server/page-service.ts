/**
 * The playground: its files, where everything is, and the control service under the page's own origin. The guard of
 * the control service stands before all of it: no name but this machine's leads here, and no other page asks.
 */
import { withoutForeigners } from '../../kit/guard.ts';
import { answer, type Handler, json } from '../../kit/reply.ts';
import type { PageConfig } from '../page-config.ts';
import type { PageFile } from './build-page.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export interface PageServiceOptions {
  readonly files: ReadonlyMap<string, PageFile>;
  /** Asked for at each request: profiles come and go. */
  readonly config: () => PageConfig;
  readonly control: Handler;
}

const CONTROL = '/control';

export function createPageService({ files, config, control }: PageServiceOptions): Handler {
  return withoutForeigners((exchange) => {
    const { method, url } = exchange;
    if (url.pathname.startsWith(`${CONTROL}/`)) return control({ ...exchange, url: withoutPrefix(url) });
    if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'Use GET.' }, { allow: 'GET, HEAD' });
    if (url.pathname === '/config.json') return json(200, config(), SECURITY_HEADERS);
    const file = files.get(url.pathname);
    if (!file) return json(404, { error: 'There is nothing here.' }, SECURITY_HEADERS);
    return answer(200, file.body, { ...SECURITY_HEADERS, 'content-type': file.type });
  });
}

function withoutPrefix(url: URL): URL {
  return new URL(`${url.pathname.slice(CONTROL.length)}${url.search}`, url.origin);
}
