/** The caller's access token: from the emulated issuer, or the one that the person pasted. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import { browserFailure, type Failure } from './failure.ts';
import type { CallPorts, TokenSource } from './ports.ts';
import { send } from './send.ts';
import type { Fact } from './stage.ts';
import type { StageTeller } from './stage-runner.ts';

const LIMIT_MS = 5_000;

export async function obtainToken(
  ports: CallPorts,
  source: TokenSource,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<string, Failure>> {
  const token = source.kind === 'given' ? ok(source.token) : await askControl(ports, source, tell, signal);
  if (!token.ok) return token;
  const facts = describeToken(token.value, ports.wallClock());
  tell.note(source.kind === 'given' ? 'yours' : 'signed by the emulated issuer');
  if (facts.length > 0) tell.facts(facts);
  return token;
}

async function askControl(
  ports: CallPorts,
  { url, claims }: Extract<TokenSource, { kind: 'control' }>,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<string, Failure>> {
  const body = JSON.stringify(claims);
  const headers = { 'content-type': 'application/json' };
  const answer = await send(ports, { method: 'POST', url, headers, body, limitMs: LIMIT_MS }, tell, signal);
  if (!answer.ok) return err(browserFailure('endpoint_unreachable'));
  return answer.value.isOk
    ? ok(answer.value.body)
    : err(browserFailure('answer_unreadable', `It is ${answer.value.status}.`));
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
