/** Answers that are not a mint's: nothing of the request is looked at. A redirect leads to a place that would work. */
import { type Answer, answer, html, json, type Reply, redirect } from '../../kit/reply.ts';

export const MINT_TROUBLES = [
  'reset',
  'hang',
  'redirect',
  'html-200',
  'html-403',
  'html-500',
  'half-body',
  'empty-body',
  'not-json',
] as const;
export type MintTrouble = (typeof MINT_TROUBLES)[number];

/** Where the redirect leads; a request there means that a client followed it. */
export const REDIRECT_PATH = '/redirected';
const PAGE =
  '<!DOCTYPE html><html><head><title>Azure</title></head><body><h1>Our services aren’t available right now</h1></body></html>';

export function isMintTrouble(value: string): value is MintTrouble {
  return MINT_TROUBLES.some((trouble) => trouble === value);
}

/** @param redirectOrigin another origin of the same machine. */
export function createTroubledReply(trouble: MintTrouble, redirectOrigin: string): Reply {
  switch (trouble) {
    case 'reset':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'hang' };
    case 'redirect':
      return redirect(`${redirectOrigin}${REDIRECT_PATH}`);
    case 'html-200':
      return html(200, PAGE);
    case 'html-403':
      return html(403, PAGE);
    case 'html-500':
      return html(500, PAGE);
    case 'half-body':
      return { kind: 'cut', answer: createSecretElsewhere() };
    case 'empty-body':
      return answer(200, '', { 'content-type': 'application/json' });
    case 'not-json':
      return { ...json(200, null), body: 'ek_ but not JSON' };
  }
}

/** Looks like a mint's answer, so that a client that takes it shows it. */
export function createSecretElsewhere(): Answer {
  const expiresAt = Math.floor(Date.now() / 1000) + 60;
  return json(200, { value: `ek_elsewhere${'0'.repeat(32)}`, expires_at: expiresAt, session: { type: 'realtime' } });
}
