/** What can become of an answer on any route: nothing of the request is looked at. */
import { html, type Reply, redirect } from '../../kit/reply.ts';

export const TROUBLES = ['reset', 'hang', 'redirect', 'html-200', 'html-403', 'html-500'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Where the redirect leads; a request there means that a client followed it. */
export const REDIRECT_PATH = '/redirected';
const PAGE =
  '<!DOCTYPE html><html><head><title>Azure</title></head><body><h1>Our services aren’t available right now</h1></body></html>';

export function isTrouble(value: string): value is Trouble {
  return TROUBLES.some((trouble) => trouble === value);
}

/** @param redirectOrigin another origin of the same machine. */
export function createTrouble(trouble: Trouble, redirectOrigin: string): Reply {
  switch (trouble) {
    case 'reset':
    case 'hang':
      return { kind: trouble };
    case 'redirect':
      return redirect(`${redirectOrigin}${REDIRECT_PATH}`);
    case 'html-200':
      return html(200, PAGE);
    case 'html-403':
      return html(403, PAGE);
    case 'html-500':
      return html(500, PAGE);
  }
}
