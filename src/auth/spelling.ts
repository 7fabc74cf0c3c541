/**
 * How two names of one thing differ, for the log: issuers and audiences are compared byte for byte (OpenID Connect Core
 * section 3.1.3.7), and people, proxies and consoles write them with a slash, a port or a scheme of their own.
 */

/** Completes "the token’s differs …"; `undefined` where they name different things. */
export function differenceOf(named: string, sent: string): string | undefined {
  const [ours, theirs] = [read(named), read(sent)];
  if (named === sent || ours.rest.toLowerCase() !== theirs.rest.toLowerCase()) return undefined;
  const differences = [
    ...(ours.scheme === theirs.scheme ? [] : ['in the scheme']),
    ...(ours.port === theirs.port ? [] : ['in the port']),
    ...(ours.letters === theirs.letters || ours.letters.toLowerCase() !== theirs.letters.toLowerCase()
      ? []
      : ['in capital and small letters']),
    ...(ours.slashes === theirs.slashes
      ? []
      : [`by the slash at the end, which it ${theirs.slashes > ours.slashes ? 'has' : 'lacks'}`]),
  ];
  return differences.length > 0 ? differences.join(' and ') : 'in white space, an escape, a dot or the usual port';
}

/** The parts that may differ, and the rest, by which both are the same or not. */
function read(name: string) {
  const text = name.trim();
  const slashes = slashesAtEnd(text);
  const letters = text.slice(0, text.length - slashes);
  const url = URL.canParse(letters) ? new URL(letters) : undefined;
  // A word, a GUID, `urn:…`.
  if (url === undefined || url.host === '') return { scheme: '', port: '', slashes, letters, rest: letters };
  const { protocol: scheme, port, hostname, pathname, search } = url;
  return { scheme, port, slashes, letters, rest: hostname.replace(/\.$/, '') + pathname + search };
}

/** No pattern: one that looks for a run before the end takes the square of what a stranger has sent. */
function slashesAtEnd(text: string): number {
  let count = 0;
  while (text.at(-1 - count) === '/') count += 1;
  return count;
}
