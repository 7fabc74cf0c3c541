/** Origins as a browser sends them (RFC 6454 section 6.1): compared as text, so only their exact form can match. */

/** Schemes with a `//` whose pages have no origin of their own: a browser sends `null` for them. */
const WITHOUT_ORIGIN: ReadonlySet<string> = new Set(['about', 'blob', 'data', 'file', 'filesystem', 'javascript']);
/** Of a socket or a download, never of a page. */
const NO_PAGE: ReadonlySet<string> = new Set(['ftp', 'ws', 'wss']);
/**
 * `capacitor://localhost`, `app://localhost`, `chrome-extension://<id>`: a shell or an extension names its own scheme
 * (RFC 3986 section 3.1), and the host is what it chose.
 */
const OWN_SCHEME = /^([a-z][a-z0-9+.-]*):\/\/[\w.-]+(?::\d{1,5})?$/;

export function isOrigin(text: string): boolean {
  if (/^https?:/i.test(text)) {
    return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
  }
  const scheme = OWN_SCHEME.exec(text)?.[1];
  return scheme !== undefined && !WITHOUT_ORIGIN.has(scheme) && !NO_PAGE.has(scheme);
}

/** Whoever is on the way can change what a page of it does. A browser trusts this machine alone without TLS. */
export function isUnprotected(origin: string): boolean {
  if (!origin.startsWith('http://')) return false;
  const { hostname } = new URL(origin);
  return !/^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
