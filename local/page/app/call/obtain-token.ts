/** The caller's access token: from the emulated issuer, or the one that the person pasted. */
import { ask } from '../../../../client/src/ask.ts';
import { CallError } from '../../../../client/src/call-error.ts';
import type { CallPorts, TokenSource } from './ports.ts';
import type { Fact } from './stage.ts';
import type { StageTeller } from './stage-teller.ts';

const LIMIT_MS = 5_000;

/** @throws {CallError} where the emulated issuer gives none. */
export async function obtainToken(
  ports: Pick<CallPorts, 'fetch' | 'wallClock'>,
  source: TokenSource,
  tell: StageTeller,
): Promise<string> {
  const token = source.kind === 'given' ? source.token : await askControl(ports, source);
  tell.note(source.kind === 'given' ? 'Yours' : 'Signed by the emulated issuer');
  tell.facts(describeToken(token, ports.wallClock()));
  return token;
}

async function askControl(
  ports: Pick<CallPorts, 'fetch'>,
  { url, claims }: Extract<TokenSource, { kind: 'control' }>,
): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const order = { method: 'POST', url, headers, body: JSON.stringify(claims), limitMs: LIMIT_MS } as const;
  const answer = await ask(ports, order, new AbortController().signal);
  if (!answer.ok) throw new CallError('endpoint_unreachable', 'browser');
  const { status, isOk, body } = answer.value;
  if (!isOk) throw new CallError('answer_unreadable', 'browser', { status });
  return body;
}

/** What a token says of itself and is no secret: for whom, what it allows, and how long it lasts. */
function describeToken(token: string, now: Date): readonly Fact[] {
  const claims = readClaims(token);
  const { aud, scp, roles, exp } = claims;
  const seconds = typeof exp === 'number' ? Math.round(exp - now.getTime() / 1_000) : undefined;
  return [
    ['Audience (aud)', aud],
    ['Scope (scp)', scp],
    ['Roles', Array.isArray(roles) ? roles.join(' ') : undefined],
    ['Expires', seconds === undefined ? undefined : seconds < 0 ? `${-seconds} s ago` : `in ${seconds} s`],
  ].flatMap(([name, value]) => (typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : []));
}

function readClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
