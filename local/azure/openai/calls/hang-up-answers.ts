/** Answers of a hang-up, and of a sideband’s handshake, that are not the one that was hoped for. */
import { html, type Reply, redirect } from '../../../kit/reply.ts';
import { gateway } from '../envelopes.ts';
import { findError } from '../error-answer.ts';
import { MINT_ERRORS, type MintError } from '../mint-errors.ts';
import { REDIRECT_PATH } from '../trouble.ts';

/** As the resource answers them to anything, or with a text of ours. */
export const ROUTE_ERRORS = {
  'token-refused': MINT_ERRORS['token-refused'],
  forbidden: {
    status: 403,
    body: gateway('Forbidden', 'The principal may not do this.'),
    source: 'unverified: text own',
  },
  'operation-timeout': MINT_ERRORS['operation-timeout'],
  conflict: { status: 409, body: gateway('Conflict', 'The call is ending.'), source: 'unverified: text own' },
  gone: { status: 410, body: gateway('Gone', 'The call has ended.'), source: 'unverified: text own' },
  unprocessable: {
    status: 422,
    body: gateway('UnprocessableEntity', 'The call is not in a state for this.'),
    source: 'unverified: text own',
  },
  'call-quota': MINT_ERRORS['call-quota'],
  'call-quota-without-header': MINT_ERRORS['call-quota-without-header'],
  'internal-error': MINT_ERRORS['internal-error'],
  'service-unavailable': MINT_ERRORS['service-unavailable'],
} as const satisfies Readonly<Record<string, MintError>>;

const TROUBLES = ['reset', 'hang', 'redirect', 'html-403'] as const;
const PAGE = '<!DOCTYPE html><html><body><h1>Blocked by a proxy on the way</h1></body></html>';
const DONE = 'done-';

export const ROUTE_ANSWERS = [...Object.keys(ROUTE_ERRORS), ...TROUBLES];
export const HANG_UP_ANSWERS = [
  ...ROUTE_ANSWERS,
  ...['internal-error', 'call-quota', 'reset', 'hang'].map((name) => `${DONE}${name}`),
];

/** @param how a value of `calls.hangup`. */
export function isDone(how: string): boolean {
  return how === 'normal' || String(how).startsWith(DONE);
}

/** `undefined`: nothing is wrong. */
export function createRouteTrouble(how: string, toAnswer: (error: MintError) => Reply): Reply | undefined {
  const name = String(how).replace(DONE, '');
  if (name === 'reset' || name === 'hang') return { kind: name };
  if (name === 'redirect') return redirect(REDIRECT_PATH);
  if (name === 'html-403') return html(403, PAGE);
  const error = findError(ROUTE_ERRORS, name);
  return error && toAnswer(error);
}
